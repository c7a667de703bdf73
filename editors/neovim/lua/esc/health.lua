-- `:checkhealth esc`

local M = {}

local function check_server(config)
  local cmd = config.cmd
  if type(cmd) ~= "table" then
    return vim.health.info("the server is started by a function of your own")
  end
  local path = vim.fn.exepath(cmd[1])
  if path == "" then
    return vim.health.error(("`%s` is not found"):format(cmd[1]), {
      "Install it so that it is on the PATH,",
      'or say where it is: vim.lsp.config("esc", { cmd = { "/path/to/esc-language-server" } })',
    })
  end
  local ran, answer = pcall(function() return vim.system({ path, "--version" }, { timeout = 5000 }):wait() end)
  if ran and answer.code == 0 then
    vim.health.ok(("%s (%s)"):format(vim.trim(answer.stdout), path))
  else
    vim.health.error(("`%s --version` fails"):format(path))
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = "esc" })
  for _, client in ipairs(clients) do
    local buffers = #vim.tbl_keys(client.attached_buffers)
    vim.health.ok(("running for %d buffer(s) in %s"):format(buffers, client.root_dir or "no project"))
  end
  if #clients == 0 then
    vim.health.info("not running: it starts with the first YAML file, once `vim.lsp.enable(\"esc\")` was called")
  end
end

local function check_neighbours()
  for _, client in ipairs(vim.lsp.get_clients({ name = "yamlls" })) do
    for buffer in pairs(client.attached_buffers) do
      if #vim.lsp.get_clients({ name = "esc", bufnr = buffer }) > 0 then
        vim.health.warn("yaml-language-server serves the same buffers: errors of YAML itself are reported by both", {
          "Name environments `*.esc.yaml`: their type is `yaml.pulumi-esc`, which `yamlls` leaves alone",
        })
        return
      end
    end
  end
end

function M.check()
  vim.health.start("Pulumi ESC")
  if vim.fn.has("nvim-0.11") == 0 then
    return vim.health.error("Neovim 0.11 or later is needed")
  end
  local config = vim.lsp.config.esc
  if not config then
    return vim.health.error("there is no configuration `esc`", { "Put this plugin on the runtime path, or call vim.lsp.config" })
  end
  check_server(config)
  check_clients()
  check_neighbours()
end

return M
