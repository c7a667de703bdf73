" What the table of expectations says, asked of ALE in a real Vim.
"
" Run by ../../test.sh, with FIXTURE, EXPECTATIONS and RESULT set, since Vim has no standard output of its own; with `esc-language-server` on the
" PATH, and in RECIPE the file with the configuration that ../../../docs/editors.md gives to people.

set nocompatible nomore hidden noswapfile shortmess+=I
set runtimepath+=/usr/share/vim-ale
filetype plugin on

let g:ale_linters = {'yaml': ['esc']}
let g:ale_hover_to_preview = 1
let g:ale_lint_delay = 0

execute 'source' fnameescape($RECIPE)

let s:lines = []
let s:counts = {'ok': 0, 'not ok': 0}
let s:patience = 15.0

function! s:Wait(what, Probe) abort
  let l:start = reltime()
  while !a:Probe()
    if reltimefloat(reltime(l:start)) > s:patience
      throw 'never happened: ' . a:what
    endif
    sleep 20m
  endwhile
endfunction

function! s:Equal(actual, expected) abort
  if a:actual !=# a:expected
    throw 'expected ' . string(a:expected) . ', got ' . string(a:actual)
  endif
endfunction

function! s:Has(text, part) abort
  if stridx(a:text, a:part) < 0
    throw 'expected a text with ' . string(a:part) . ', got ' . string(a:text)
  endif
endfunction

" Shows a file of the fixture as it is on disk.
function! s:Open(file) abort
  pclose
  execute 'edit!' fnameescape($FIXTURE . '/' . a:file)
  call ale#Queue(0)
endfunction

" Puts the cursor where `$0` is in the text `at`.
function! s:GoTo(at) abort
  let [l:before, l:after] = split(a:at, '\V$0', 1)
  call cursor(1, 1)
  if !search('\V' . escape(l:before . l:after, '\'), 'cW')
    throw 'no such text: ' . a:at
  endif
  call cursor(line('.'), col('.') + len(l:before))
endfunction

function! s:Found() abort
  let l:found = map(copy(ale#engine#GetLoclist(bufnr(''))), {_, found -> printf('%d:%d %s', found.lnum, found.col, get(found, 'code', ''))})
  return join(l:found, ', ')
endfunction

function! s:Answered(response) abort
  let s:answered = 1
endfunction

function! s:diagnostics(row) abort
  " No findings cannot be waited for. The server answers in order, so that they are here when it answers something else.
  if empty(a:row.text)
    let s:answered = 0
    let l:document = {'textDocument': {'uri': ale#path#ToFileURI(expand('%:p'))}}
    call ale#lsp_linter#SendRequest(bufnr(''), 'esc', [0, 'textDocument/documentSymbol', l:document], function('s:Answered'))
    call s:Wait('an answer', {-> s:answered})
  else
    call s:Wait('findings', {-> s:Found() ==# a:row.text})
  endif
  call s:Equal(s:Found(), a:row.text)
endfunction

function! s:Preview() abort
  for l:window in range(1, winnr('$'))
    if getwinvar(l:window, '&previewwindow')
      return join(getbufline(winbufnr(l:window), 1, '$'), "\n")
    endif
  endfor
  return ''
endfunction

function! s:hover(row) abort
  call s:GoTo(a:row.at)
  ALEHover
  call s:Wait('a hover', {-> !empty(s:Preview())})
  call s:Has(s:Preview(), a:row.text)
endfunction

" Keeps the menu that is open, and types nothing.
function! E2eSee() abort
  let s:offered = map(complete_info(['items']).items, {_, item -> item.word})
  return ''
endfunction

function! s:completion(row) abort
  setlocal omnifunc=ale#completion#OmniFunc
  call s:GoTo(a:row.at)
  let s:offered = []
  call feedkeys("i\<C-x>\<C-o>\<C-r>=E2eSee()\<CR>\<Esc>", 'tx')
  call s:Equal(join(s:offered, ' '), a:row.text)
endfunction

function! s:definition(row) abort
  let [l:file, l:line, l:column] = split(a:row.text, ':')
  call s:GoTo(a:row.at)
  let l:start = getcurpos()
  ALEGoToDefinition
  call s:Wait('the way to ' . a:row.text, {-> expand('%:p') !=# $FIXTURE . '/' . a:row.file || getcurpos() !=# l:start})
  call s:Equal(printf('%s:%d:%d', expand('%:p')[len($FIXTURE) + 1 :], line('.'), col('.')), a:row.text)
endfunction

function! s:Check(row) abort
  let l:name = join(filter([a:row.feature, a:row.file, get(a:row, 'at', '')], {_, part -> !empty(part)}))
  try
    call s:Open(a:row.file)
    call call('s:' . a:row.feature, [a:row])
    let l:verdict = 'ok'
  catch
    let l:verdict = 'not ok'
    call add(s:lines, v:exception)
  endtry
  let s:counts[l:verdict] += 1
  call add(s:lines, l:verdict . ' - ' . l:name)
endfunction

function! s:Run() abort
  for l:row in json_decode(join(readfile($EXPECTATIONS), ''))
    if index(['diagnostics', 'hover', 'completion', 'definition'], l:row.feature) >= 0
      call s:Check(l:row)
    endif
  endfor
endfunction

function! s:Main() abort
  try
    call s:Run()
  catch
    let s:counts['not ok'] += 1
    call add(s:lines, v:throwpoint . ': ' . v:exception)
  endtry
  let l:version = printf('%d.%d', v:version / 100, v:version % 100)
  call add(s:lines, printf('Vim %s, ALE %s: %d passed, %d failed', l:version, $ALE_VERSION, s:counts['ok'], s:counts['not ok']))
  call writefile(s:lines, $RESULT)
  call ale#lsp#reset#StopAllLSPs()
  execute s:counts['not ok'] == 0 ? 'qall!' : 'cquit!'
endfunction

autocmd VimEnter * call timer_start(10, {-> s:Main()})
