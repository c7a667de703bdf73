;;; lsp-mode.el --- What the table of expectations says, asked of lsp-mode in a real Emacs  -*- lexical-binding: t -*-

;; Run by ../../test.sh, with FIXTURE, SERVER and EXPECTATIONS set. The client is set up as docs/editors.md says.

(setq load-prefer-newer t)
(dolist (directory '("/usr/share/emacs/site-lisp/elpa/" "/usr/share/emacs/site-lisp/elpa-src/"))
  (when (file-directory-p directory)
    (let ((default-directory directory)) (normal-top-level-add-subdirs-to-load-path))))
(require 'cl-lib)
(require 'flymake)
(require 'json)
(load "lsp-mode-autoloads")
(require 'lsp-mode)
(require 'yaml-mode)

(defvar e2e-passed 0)
(defvar e2e-failed 0)
(defvar e2e-patience 15)

(defun e2e-wait (what probe)
  (let ((end (+ (float-time) e2e-patience)) value)
    (while (and (not (setq value (funcall probe))) (< (float-time) end))
      (accept-process-output nil 0.02))
    (or value (error "Never happened: %s" what))))

(defun e2e-equal (actual expected)
  (unless (equal actual expected) (error "Expected %S, got %S" expected actual)))

(defun e2e-has (text part)
  (unless (string-match-p (regexp-quote part) text) (error "Expected a text with %S, got %S" part text)))

(defun e2e-get (row key) (cdr (assq key row)))

(defun e2e-open (file)
  "Show FILE as it is on disk."
  (find-file (expand-file-name file (getenv "FIXTURE")))
  (revert-buffer t t)
  (yaml-mode)
  (lsp)
  (e2e-wait "a connection" (lambda () (and lsp-mode (lsp-workspaces)
                                           (cl-every (lambda (workspace) (eq (lsp--workspace-status workspace) 'initialized)) (lsp-workspaces))))))

(defun e2e-go-to (at)
  "Put point where `$0' is in the text AT."
  (let ((parts (split-string at (regexp-quote "$0"))))
    (goto-char (point-min))
    (search-forward (mapconcat #'identity parts ""))
    (backward-char (length (cadr parts)))))

(defun e2e-relative (path) (file-relative-name (file-truename path) (file-truename (getenv "FIXTURE"))))

(defun e2e-place (position) (format "%d:%d" (1+ (lsp-get position :line)) (1+ (lsp-get position :character))))

(defun e2e-found ()
  "Places and codes of the findings in this file."
  (let ((found (gethash (lsp--fix-path-casing (buffer-file-name)) (lsp-diagnostics t))))
    (mapconcat (lambda (finding) (format "%s %s" (e2e-place (lsp-get (lsp-get finding :range) :start)) (lsp-get finding :code)))
               (sort (append found nil)
                     (lambda (a b) (< (lsp-get (lsp-get (lsp-get a :range) :start) :line) (lsp-get (lsp-get (lsp-get b :range) :start) :line))))
               ", ")))

(defun e2e-diagnostics (row)
  (let ((expected (e2e-get row 'text)))
    ;; No findings cannot be waited for. The server answers in order, so that they are here when it answers something else.
    (if (string= expected "")
        (lsp-request "textDocument/documentSymbol" `(:textDocument ,(lsp--text-document-identifier)))
      (ignore-errors (e2e-wait "findings" (lambda () (equal (e2e-found) expected)))))
    (e2e-equal (e2e-found) expected)))

(defun e2e-hover (row)
  (e2e-go-to (e2e-get row 'at))
  (let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    ;; It is shown as what it means: without the marks of code.
    (e2e-has (lsp--render-on-hover-content (lsp-get hover :contents) t) (string-replace "`" "" (e2e-get row 'text)))))

(defun e2e-completion (row)
  (e2e-go-to (e2e-get row 'at))
  (let* ((capf (lsp-completion-at-point))
         (offered (all-completions "" (nth 2 capf))))
    (e2e-equal (mapconcat (lambda (item) (string-trim (substring-no-properties item))) offered " ") (e2e-get row 'text))))

(defun e2e-definition (row)
  (e2e-go-to (e2e-get row 'at))
  (let* ((found (lsp-request "textDocument/definition" (lsp--text-document-position-params)))
         (location (if (vectorp found) (aref found 0) (if (consp found) (car found) found)))
         (uri (or (lsp-get location :targetUri) (lsp-get location :uri)))
         (range (or (lsp-get location :targetSelectionRange) (lsp-get location :range))))
    (e2e-equal (format "%s:%s" (e2e-relative (lsp--uri-to-path uri)) (e2e-place (lsp-get range :start))) (e2e-get row 'text))))

(defun e2e-format (row)
  (lsp-format-buffer)
  (e2e-has (buffer-substring-no-properties (point-min) (point-max)) (e2e-get row 'text)))

(defun e2e-check (name test)
  (condition-case problem
      (progn (funcall test)
             (cl-incf e2e-passed)
             (princ (format "\nok - %s\n" name)))
    (error (cl-incf e2e-failed)
           (princ (format "\nnot ok - %s\n%S\n" name problem))))
  (set-buffer-modified-p nil))

(defun e2e-run ()
  (setq lsp-enable-suggest-server-download nil
        lsp-auto-guess-root nil
        lsp-restart 'ignore
        lsp-enable-snippet nil
        lsp-diagnostics-provider :flymake
        ;; The workspace is the fixture.
        lsp-session-file (expand-file-name "session" (getenv "XDG_CACHE_HOME")))
  (lsp-workspace-folders-add (file-truename (getenv "FIXTURE")))
  (add-to-list 'lsp-language-id-configuration '(yaml-mode . "yaml"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (getenv "SERVER"))
                    :activation-fn (lsp-activate-on "yaml")
                    :add-on? t
                    :server-id 'esc))
  (dolist (row (append (let ((json-object-type 'alist)) (json-read-file (getenv "EXPECTATIONS"))) nil))
    (let ((test (intern-soft (concat "e2e-" (e2e-get row 'feature)))))
      (when (and test (fboundp test))
        (e2e-check (mapconcat #'identity (delq nil (list (e2e-get row 'feature) (e2e-get row 'file) (e2e-get row 'at))) " ")
                   (lambda () (e2e-open (e2e-get row 'file)) (funcall test row)))))))

(condition-case problem
    (e2e-run)
  (error (cl-incf e2e-failed) (princ (format "\n%S\n" problem))))
(princ (format "\nEmacs %s, lsp-mode %s: %d passed, %d failed\n" emacs-version
               (with-temp-buffer (insert-file-contents (locate-library "lsp-mode.el" t)) (and (search-forward-regexp "^;; Version: \\(.*\\)$" nil t) (match-string 1)))
               e2e-passed e2e-failed))
(kill-emacs (if (= e2e-failed 0) 0 1))
