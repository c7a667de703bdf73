"""Types like a person into a real Neovim and accepts what its menu offers, as the table of expectations says.

Run by ../../test.sh, with FIXTURE, PLUGIN, SERVER and EXPECTATIONS set; the argument is the Neovim.
"""

import json
import os
import sys
import time

import pynvim

SETUP = """
    vim.opt.runtimepath:prepend(vim.env.PLUGIN)
    vim.cmd("filetype on")
    vim.o.completeopt = "menuone,noselect"
    vim.lsp.config("esc", { cmd = { vim.env.SERVER } })
    vim.lsp.enable("esc")
    vim.api.nvim_create_autocmd("LspAttach", { callback = function(event)
      vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
    end })
"""

FAREWELL = """
    for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end
    vim.wait(5000, function() return #vim.lsp.get_clients() == 0 end, 10)
"""


def wait(what, probe):
    end = time.time() + 15
    while time.time() < end:
        if value := probe():
            return value
        time.sleep(0.02)
    raise AssertionError(f"never happened: {what}")


def go_to(nvim, at):
    """Puts the cursor behind the text before `$0`, and starts to insert there."""
    text = at.replace("$0", "")
    for number, line in enumerate(nvim.current.buffer[:]):
        if (found := line.find(text)) >= 0:
            nvim.current.window.cursor = (number + 1, found + at.index("$0"))
            nvim.input("a" if found + at.index("$0") >= len(line) else "i")
            return
    raise AssertionError(f"not in the buffer: {text}")


def accept(nvim, label):
    """Chooses an item of the menu."""

    def offered():
        items = nvim.funcs.complete_info(["items"])["items"] if nvim.funcs.pumvisible() else []
        return [item.get("abbr") or item["word"] for item in items]

    index = wait(f"{label} in the menu", lambda: label in offered() and offered().index(label) + 1)
    nvim.input("<C-n>" * index + "<C-y>")


def check(nvim, row):
    nvim.command(f"edit! {os.environ['FIXTURE']}/{row['file']}")
    # A buffer that was hidden came with the changes that were made to it.
    nvim.command("edit!")
    wait("a client", lambda: nvim.exec_lua("local c = vim.lsp.get_clients({ bufnr = 0 })[1] return c ~= nil and c.initialized"))
    go_to(nvim, row["at"])
    nvim.input(row["type"].replace("\n", "<CR>"))
    accept(nvim, row["choose"])
    try:
        wait(row["text"], lambda: nvim.current.line.strip().startswith(row["text"]))
    except AssertionError as problem:
        raise AssertionError(f"{problem}; the line is {nvim.current.line!r}") from None
    finally:
        nvim.input("<Esc>")


def main():
    with open(os.environ["EXPECTATIONS"], encoding="utf-8") as table:
        rows = [row for row in json.load(table) if row["feature"] == "accept"]
    nvim = pynvim.attach("child", argv=[sys.argv[1], "--embed", "--headless", "--clean", "-n"])
    nvim.exec_lua(SETUP)
    failed = 0
    for row in rows:
        try:
            check(nvim, row)
            print(f"ok - accept {row['file']} {row['choose']}")
        except AssertionError as problem:
            failed += 1
            print(f"not ok - accept {row['file']} {row['choose']}\n{problem}")
    version = nvim.exec_lua("return tostring(vim.version())")
    print(f"Neovim {version}, typing: {len(rows) - failed} passed, {failed} failed")
    nvim.exec_lua(FAREWELL)
    nvim.command("qall!", async_=True)
    sys.exit(failed > 0)


main()
