-- How Neovim starts the language server; `vim.lsp.config("esc", { ... })` changes what is here.
return {
  cmd = { "esc-language-server" },
  -- The server looks at YAML by its content, and leaves alone what is no environment.
  filetypes = { "yaml", "yaml.pulumi-esc" },
  root_markers = { ".esc-lint.yaml", ".git" },
  on_exit = function(code, signal, id) require("esc").revive(code, signal, id) end,
}
