-- What the plugin adds to Neovim's own client: commands, and a new server when one has died.

local M = {}

local NAME = "esc"
-- A server that dies more often than this within so many seconds is let rest.
local DEATHS, SECONDS = 4, 180

local deaths = {}

local function client()
  local found = vim.lsp.get_clients({ name = NAME, bufnr = 0 })[1]
  if not found then
    vim.notify("The ESC language server is not running for this buffer; see :checkhealth esc", vim.log.levels.WARN)
  end
  return found
end

local function start(root, buffers)
  local config = vim.deepcopy(vim.lsp.config[NAME])
  config.root_dir = root
  for _, buffer in ipairs(buffers) do
    if vim.api.nvim_buf_is_loaded(buffer) then
      vim.lsp.start(config, { bufnr = buffer })
    end
  end
end

--- Starts a server again that has died, in the buffers that it was for. Neovim sends it their text as it is now.
function M.revive(code, signal, id)
  local dead = vim.lsp.get_client_by_id(id)
  -- The protocol's exit codes: 0 is an end that was asked for, 1 one that was not announced.
  if not dead or (code == 0 and signal == 0) or vim.v.exiting ~= vim.NIL then
    return
  end
  local now = vim.uv.now() / 1000
  deaths = vim.tbl_filter(function(at) return now - at < SECONDS end, deaths)
  table.insert(deaths, now)
  local buffers, root = vim.tbl_keys(dead.attached_buffers), dead.root_dir
  vim.schedule(function()
    if #deaths > DEATHS then
      vim.notify("The ESC language server died too often; `:Esc restart` tries again, `:Esc log` may say why", vim.log.levels.ERROR)
    else
      start(root, buffers)
    end
  end)
end

local command = {}

--- Ends the server, and starts another one for the same buffers.
function command.restart()
  deaths = {}
  local clients = vim.lsp.get_clients({ name = NAME })
  for _, old in ipairs(clients) do
    local buffers, root = vim.tbl_keys(old.attached_buffers), old.root_dir
    old:stop()
    vim.wait(5000, function() return old:is_stopped() end, 10)
    start(root, buffers)
  end
  if #clients == 0 then
    -- After too many deaths there is nothing to end.
    vim.lsp.enable(NAME)
  end
end

--- Opens the log of Neovim's client.
function command.log()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
end

--- Opens the page of a rule: the one that is named, or that of the finding under the cursor.
function command.explain(code)
  local running = client()
  if not running then
    return
  end
  local here = vim.diagnostic.get(0, { lnum = vim.fn.line(".") - 1 })[1]
  code = code or (here and here.code)
  if not code then
    return vim.notify("There is no finding in this line. `:Esc explain ESC102` names a rule")
  end
  running:exec_cmd({ title = "Explain " .. code, command = "esc.explainRule", arguments = { code, vim.uri_from_bufnr(0) } })
end

--- Shows what the environment comes to, in a window of its own. It is as of now, and does not follow.
function command.preview()
  local running, uri = client(), vim.uri_from_bufnr(0)
  if not running then
    return
  end
  local params = { command = "esc.mergedEnvironment", arguments = { { v = 1, uri = uri } } }
  running:request("workspace/executeCommand", params, function(problem, answer)
    if problem then
      return vim.notify(problem.message, vim.log.levels.WARN)
    end
    local buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(answer.text), "\n"))
    vim.bo[buffer].bufhidden, vim.bo[buffer].modifiable, vim.bo[buffer].syntax = "wipe", false, "yaml"
    vim.api.nvim_open_win(buffer, true, { vertical = true, split = "right" })
  end)
end

--- Fixes everything in the buffer that is safe to fix.
function command.fix()
  vim.lsp.buf.code_action({ apply = true, context = { only = { "source.fixAll.esc" }, diagnostics = {} } })
end

--- The names of the commands that begin so.
function M.commands(typed)
  local names = vim.tbl_filter(function(name) return vim.startswith(name, typed) end, vim.tbl_keys(command))
  table.sort(names)
  return names
end

--- Runs a command of `:Esc`.
function M.run(name, argument)
  if not command[name] then
    return vim.notify(("`%s` is none of: %s"):format(name, table.concat(M.commands(""), ", ")), vim.log.levels.ERROR)
  end
  command[name](argument)
end

return M
