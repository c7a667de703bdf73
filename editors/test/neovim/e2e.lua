-- What the table of expectations says, asked of a real Neovim with its own client. Run by ../../test.sh, with FIXTURE, PLUGIN, SERVER and
-- EXPECTATIONS set.

local PATIENCE = 15000

-- Here as in a person's `init.lua`: what is in the plugin is loaded after it.
vim.opt.runtimepath:prepend(vim.env.PLUGIN)

local function wait(what, done)
  if not vim.wait(PATIENCE, done, 10) then
    error("never happened: " .. what, 2)
  end
end

local function equal(actual, expected)
  if actual ~= expected then
    error(string.format("expected %s\n     got %s", vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

local function has(text, part)
  if not text:find(part, 1, true) then
    error(string.format("expected a text with %s\n     got %s", vim.inspect(part), vim.inspect(text)), 2)
  end
end

local function client()
  return vim.lsp.get_clients({ bufnr = 0 })[1]
end

local function request(method, params)
  local answer, problem = client():request_sync(method, params, PATIENCE, 0)
  if not answer or answer.err then
    error(method .. ": " .. vim.inspect(problem or answer.err), 2)
  end
  return answer.result
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

-- Shows a file as it is on disk.
local function open(file)
  vim.cmd("edit! " .. vim.fn.fnameescape(vim.env.FIXTURE .. "/" .. file))
  -- A buffer that was hidden came with the changes that were made to it.
  vim.cmd("edit!")
  wait("a client for " .. file, function() return client() and client().initialized end)
end

-- Puts the cursor where `$0` is in a text of the buffer.
local function go_to(at)
  local mark = at:find("$0", 1, true)
  local text = at:gsub("%$0", "")
  for number, line in ipairs(lines()) do
    local first = line:find(text, 1, true)
    if first then
      vim.api.nvim_win_set_cursor(0, { number, first + mark - 2 })
      return vim.lsp.util.make_position_params(0, client().offset_encoding)
    end
  end
  error("not in the buffer: " .. text, 2)
end

local function relative(uri)
  return vim.fs.relpath(vim.uv.fs_realpath(vim.env.FIXTURE), vim.uv.fs_realpath(vim.uri_to_fname(uri)))
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return window
    end
  end
end

local feature = {}

function feature.diagnostics(row)
  local function found()
    local all = vim.tbl_map(function(d) return string.format("%d:%d %s", d.lnum + 1, d.col + 1, d.code) end, vim.diagnostic.get(0))
    return table.concat(all, ", ")
  end
  if row.text == "" then
    -- That nothing comes cannot be waited for; but it can be asked. Neovim takes back such a question when it asks the same itself.
    local params, answer = { textDocument = vim.lsp.util.make_text_document_params() }, nil
    for _ = 1, 15 do
      answer = answer or (client():request_sync("textDocument/diagnostic", params, 1000, 0) or {}).result
    end
    equal(answer and #answer.items, 0)
  else
    vim.wait(PATIENCE, function() return found() == row.text end, 10)
  end
  equal(found(), row.text)
end

function feature.hover(row)
  go_to(row.at)
  vim.lsp.buf.hover()
  wait("a hover", float)
  local window = float()
  has(table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n"), row.text)
  vim.api.nvim_win_close(window, true)
end

function feature.completion(row)
  local answer = request("textDocument/completion", go_to(row.at))
  equal(table.concat(vim.tbl_map(function(item) return item.label end, answer.items or answer), " "), row.text)
end

function feature.definition(row)
  local answer = request("textDocument/definition", go_to(row.at))
  local place = vim.islist(answer) and answer[1] or answer
  local start = (place.targetSelectionRange or place.range).start
  equal(string.format("%s:%d:%d", relative(place.targetUri or place.uri), start.line + 1, start.character + 1), row.text)
end

function feature.symbols(row)
  local answer = request("textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params() })
  equal(table.concat(vim.tbl_map(function(symbol) return symbol.name end, answer), " "), row.text)
end

function feature.fix(row)
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  go_to(row.at)
  local before = #vim.diagnostic.get(0)
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == row.choose end })
  wait(row.choose, function() return vim.tbl_contains(lines(), row.text) end)
  wait("one finding less", function() return #vim.diagnostic.get(0) < before end)
end

local function without_end(place) return { line = place.line + 1, character = place.character + 1 } end

function feature.rename(row)
  local edit = request("textDocument/rename", vim.tbl_extend("error", go_to(row.at), { newName = row.type }))
  local places = {}
  local function add(uri, edits)
    for _, change in ipairs(edits) do
      local start = without_end(change.range.start)
      table.insert(places, string.format("%s:%d:%d", relative(uri), start.line, start.character))
    end
  end
  for uri, edits in pairs(edit.changes or {}) do add(uri, edits) end
  for _, change in ipairs(edit.documentChanges or {}) do add(change.textDocument.uri, change.edits) end
  table.sort(places)
  equal(table.concat(places, " "), row.text)
end

function feature.format(row)
  vim.lsp.buf.format({ timeout_ms = PATIENCE })
  has(table.concat(lines(), "\n"), row.text)
end

function feature.preview(row)
  local arguments = { { v = 1, uri = vim.uri_from_bufnr(0) } }
  has(request("workspace/executeCommand", { command = "esc.mergedEnvironment", arguments = arguments }).text, row.text)
end

-- The server is killed in the middle of an edit: another one comes up and knows what was typed.
local function crash()
  open("envs/dev.yaml")
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "  9090: typed" })
  local old = client()
  vim.uv.kill(tonumber(vim.fn.readfile(vim.env.SERVER_PID)[1]), "sigkill")
  wait("another server", function() return client() and client().id ~= old.id and client().initialized end)
  wait("findings in what was typed", function() return #vim.diagnostic.get(0) == 2 end)
  equal(lines()[#lines()], "  9090: typed")
end

local own = {}

own["Esc fix"] = function()
  open("envs/dev.yaml")
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  vim.cmd("Esc fix")
  wait("the fix", function() return vim.tbl_contains(lines(), '  "8080": web') end)
end

own["Esc preview"] = function()
  open("envs/dev.yaml")
  vim.cmd("Esc preview")
  wait("the preview", function() return table.concat(lines(), "\n"):find("db.eu-west-1.example.com", 1, true) and vim.bo.buftype == "nofile" end)
  vim.cmd.close()
end

own["Esc explain"] = function()
  open("envs/dev.yaml")
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
  go_to("80$080: web")
  vim.cmd("Esc explain")
  wait("the page of the rule", function() return lines()[1]:find("ESC004", 1, true) end)
end

own["Esc restart"] = function()
  open("envs/dev.yaml")
  local old = client().id
  vim.cmd("Esc restart")
  wait("another server", function() return client() and client().id ~= old and client().initialized end)
  wait("diagnostics", function() return #vim.diagnostic.get(0) > 0 end)
end

own["checkhealth esc"] = function()
  open("envs/dev.yaml")
  vim.cmd("checkhealth esc")
  local report = table.concat(lines(), "\n")
  has(report, "esc-language-server " )
  has(report, "running for")
end

own["the type of *.esc.yaml"] = function()
  vim.cmd.edit(vim.env.FIXTURE .. "/new.esc.yaml")
  equal(vim.bo.filetype, "yaml.pulumi-esc")
  wait("a client", client)
end

local passed, failed = 0, 0

local function check(name, test)
  local ok, problem = xpcall(test, debug.traceback)
  passed, failed = passed + (ok and 1 or 0), failed + (ok and 0 or 1)
  io.stdout:write("\n", ok and "ok - " or "not ok - ", name, "\n", ok and "" or problem .. "\n")
end

local function run()
  vim.cmd("filetype on")
  vim.lsp.config("esc", { cmd = { vim.env.SERVER } })
  vim.lsp.enable("esc")
  for _, row in ipairs(vim.json.decode(table.concat(vim.fn.readfile(vim.env.EXPECTATIONS), "\n"))) do
    if feature[row.feature] then
      check(string.format("%s %s %s", row.feature, row.file, row.at or ""), function()
        open(row.file)
        feature[row.feature](row)
      end)
    end
  end
  for name, test in vim.spairs(own) do
    check(name, test)
  end
  check("a killed server", crash)
end

vim.schedule(function()
  local ok, problem = xpcall(run, debug.traceback)
  if not ok then
    failed = failed + 1
    io.stdout:write(problem, "\n")
  end
  io.stdout:write(string.format("\nNeovim %s: %d passed, %d failed\n", tostring(vim.version()), passed, failed))
  for _, stopped in ipairs(vim.lsp.get_clients()) do stopped:stop() end
  vim.wait(PATIENCE, function() return #vim.lsp.get_clients() == 0 end, 10)
  vim.cmd(failed == 0 and "qall!" or "cquit 1")
end)
