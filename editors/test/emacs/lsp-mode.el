;;; lsp-mode.el --- What the table of expectations says, asked of lsp-mode in a real Emacs  -*- lexical-binding: t -*-

;; Run by ../../test.sh, with FIXTURE and EXPECTATIONS set, `esc-language-server' on the PATH, and in RECIPE the file with the
;; configuration that ../../../docs/editors.md gives to people.

(load (expand-file-name "table" (file-name-directory load-file-name)) nil t)
;; What a package brings is announced by its autoloads, for which `-Q' has no ear.
(load "lsp-mode-autoloads" nil t)
(require 'lsp-mode)
(load (getenv "RECIPE") nil t)

(defun e2e-open (file)
  "Show FILE as it is on disk."
  (find-file (expand-file-name file (getenv "FIXTURE")))
  (revert-buffer t t)
  (yaml-mode)
  (lsp)
  (e2e-wait "a server" #'e2e-ready))

(defun e2e-ready ()
  (cl-some (lambda (workspace) (eq (lsp--workspace-status workspace) 'initialized)) (lsp-workspaces)))

(defun e2e-request (method &optional extra) (lsp-request method (append (lsp--text-document-position-params) extra)))

(defun e2e-start (range) (let ((start (lsp:range-start range))) (e2e-place (list :line (lsp:position-line start) :character (lsp:position-character start)))))

(defun e2e-found ()
  (mapconcat (lambda (found) (format "%s %s" (e2e-start (lsp:diagnostic-range found)) (lsp:diagnostic-code? found)))
             (sort (append (lsp--get-buffer-diagnostics) nil)
                   (lambda (a b) (string< (e2e-start (lsp:diagnostic-range a)) (e2e-start (lsp:diagnostic-range b)))))
             ", "))

(defun e2e-diagnostics (row)
  (unless (string= (e2e-get row 'text) "")
    (ignore-errors (e2e-wait "findings" (lambda () (equal (e2e-found) (e2e-get row 'text))))))
  (e2e-equal (e2e-found) (e2e-get row 'text)))

(defun e2e-hover (row)
  (e2e-go-to (e2e-get row 'at))
  (e2e-has (lsp:markup-content-value (lsp:hover-contents (e2e-request "textDocument/hover"))) (e2e-get row 'text)))

(defun e2e-completion (row)
  (e2e-go-to (e2e-get row 'at))
  (let* ((answer (e2e-request "textDocument/completion"))
         (items (if (lsp-completion-list? answer) (lsp:completion-list-items answer) answer)))
    (e2e-equal (mapconcat #'lsp:completion-item-label items " ") (e2e-get row 'text))))

(defun e2e-definition (row)
  (e2e-go-to (e2e-get row 'at))
  (let ((location (xref-item-location (car (lsp--locations-to-xref-items (e2e-request "textDocument/definition"))))))
    (e2e-equal (format "%s:%d:%d" (e2e-relative (xref-location-group location)) (xref-location-line location)
                       (1+ (xref-file-location-column location)))
               (e2e-get row 'text))))

(defun e2e-fix (row)
  (e2e-wait "findings" (lambda () (not (string= (e2e-found) ""))))
  (e2e-go-to (e2e-get row 'at))
  (let ((fix (cl-find (e2e-get row 'choose) (append (lsp-code-actions-at-point) nil) :key #'lsp:code-action-title :test #'equal)))
    (unless fix (error "Not among the actions: %S" (e2e-get row 'choose)))
    (lsp-execute-code-action fix)
    (unless (member (e2e-get row 'text) (e2e-lines)) (error "Got %S" (e2e-lines)))))

(defun e2e-format (row)
  (lsp-format-buffer)
  (e2e-has (mapconcat #'identity (e2e-lines) "\n") (e2e-get row 'text)))

(defun e2e-accept (row)
  (e2e-go-to (e2e-get row 'at))
  (e2e-type (e2e-get row 'type))
  (let* ((capf (lsp-completion-at-point))
         (choices (all-completions (buffer-substring-no-properties (nth 0 capf) (point)) (nth 2 capf)))
         (chosen (cl-find (e2e-get row 'choose) choices :test (lambda (label choice) (string-prefix-p label (string-trim choice))))))
    (unless chosen (error "Not offered: %S" choices))
    ;; As `completion-at-point' does it for a choice that was made.
    (delete-region (nth 0 capf) (point))
    (insert chosen)
    (funcall (plist-get (nthcdr 3 capf) :exit-function) chosen 'finished)
    (unless (string-prefix-p (e2e-get row 'text) (string-trim (e2e-line))) (error "Got %S" (e2e-line)))))

(defun e2e-run ()
  (setq lsp-auto-guess-root t
        lsp-enable-snippet nil
        lsp-enable-suggest-server-download nil
        lsp-enable-file-watchers nil
        lsp-restart 'ignore
        lsp-session-file (make-temp-file "lsp-session")
        lsp-keep-workspace-alive t
        lsp-idle-delay 0.05
        lsp-debounce-full-sync-notifications-interval 0.05)
  ;; The workspace is the fixture, and not the file's directory.
  (lsp-workspace-folders-add (getenv "FIXTURE"))
  (e2e-rows)
  (ignore-errors (mapc #'lsp-workspace-shutdown (lsp-workspaces))))

;; The directory of a Debian package has the version in its name.
(e2e-main (file-name-nondirectory (directory-file-name (file-name-directory (locate-library "lsp-mode")))) #'e2e-run)
