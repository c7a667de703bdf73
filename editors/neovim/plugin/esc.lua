-- The command `:Esc`. The rest is in `lua/esc/`, and read when it is needed.
vim.api.nvim_create_user_command("Esc", function(call)
  require("esc").run(call.fargs[1], call.fargs[2])
end, {
  nargs = "+",
  desc = "Pulumi ESC language server",
  complete = function(typed, line)
    return #vim.split(line, "%s+") > 2 and {} or require("esc").commands(typed)
  end,
})
