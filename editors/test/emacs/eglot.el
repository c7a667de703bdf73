;;; eglot.el --- What the table of expectations says, asked of eglot in a real Emacs  -*- lexical-binding: t -*-

;; Run by ../../test.sh, with FIXTURE, SERVER, SERVER_PID and EXPECTATIONS set.

(load (expand-file-name "table" (file-name-directory load-file-name)) nil t)
(require 'eglot)
(require 'flymake)
(require 'project)
(require 'xref)

(defun e2e-open (file)
  "Show FILE as it is on disk."
  (find-file (expand-file-name file (getenv "FIXTURE")))
  (revert-buffer t t)
  (yaml-mode)
  (unless (eglot-managed-p) (call-interactively #'eglot))
  (e2e-wait "a connection" #'eglot-current-server)
  (flymake-mode 1))

(defun e2e-request (method &optional extra)
  (jsonrpc-request (eglot--current-server-or-lose) method (append (eglot--TextDocumentPositionParams) extra)))

(defun e2e-found ()
  (mapconcat (lambda (found)
               (save-excursion
                 (goto-char (flymake-diagnostic-beg found))
                 (format "%d:%d" (line-number-at-pos) (1+ (- (point) (line-beginning-position))))))
             (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))
             ", "))

(defun e2e-diagnostics (row)
  ;; This Emacs does not keep the codes: places are what can be compared.
  (let ((expected (replace-regexp-in-string " ESC[0-9]+" "" (e2e-get row 'text))))
    (unless (string= expected "")
      (flymake-start)
      (ignore-errors (e2e-wait "findings" (lambda () (equal (e2e-found) expected)))))
    (e2e-equal (e2e-found) expected)))

(defun e2e-hover (row)
  (e2e-go-to (e2e-get row 'at))
  (let ((hover (e2e-request :textDocument/hover)))
    (e2e-has (eglot--hover-info (plist-get hover :contents) (plist-get hover :range)) (e2e-get row 'text))))

(defun e2e-completion (row)
  (e2e-go-to (e2e-get row 'at))
  (let* ((answer (e2e-request :textDocument/completion))
         (items (if (vectorp answer) answer (plist-get answer :items))))
    (e2e-equal (mapconcat (lambda (item) (plist-get item :label)) items " ") (e2e-get row 'text))))

(defun e2e-definition (row)
  (e2e-go-to (e2e-get row 'at))
  (let* ((found (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
         (location (xref-item-location found)))
    (e2e-equal (format "%s:%d:%d" (e2e-relative (xref-location-group location)) (xref-location-line location)
                       (1+ (xref-file-location-column location)))
               (e2e-get row 'text))))

(defun e2e-fix (row)
  (e2e-go-to (e2e-get row 'at))
  (flymake-start)
  (e2e-wait "findings" #'flymake-diagnostics)
  (let* ((actions (eglot-code-actions (line-beginning-position) (line-end-position) "quickfix" nil))
         (fix (cl-find (e2e-get row 'choose) actions :key (lambda (action) (plist-get action :title)) :test #'equal)))
    (unless fix (error "Not among the actions: %S" (e2e-get row 'choose)))
    (eglot--apply-workspace-edit (plist-get fix :edit))
    (unless (member (e2e-get row 'text) (e2e-lines)) (error "Got %S" (e2e-lines)))))

(defun e2e-accept (row)
  (e2e-go-to (e2e-get row 'at))
  (e2e-type (e2e-get row 'type))
  (let* ((capf (eglot-completion-at-point))
         (choices (all-completions (buffer-substring-no-properties (nth 0 capf) (point)) (nth 2 capf)))
         (chosen (cl-find (e2e-get row 'choose) choices :test (lambda (label choice) (string-prefix-p label (string-trim choice))))))
    (unless chosen (error "Not offered: %S" choices))
    ;; As `completion-at-point' does it for a choice that was made.
    (delete-region (nth 0 capf) (point))
    (insert chosen)
    (funcall (plist-get (nthcdr 3 capf) :exit-function) chosen 'finished)
    (unless (string-prefix-p (e2e-get row 'text) (string-trim (e2e-line))) (error "Got %S" (e2e-line)))))

(defun e2e-rename (row)
  (e2e-go-to (e2e-get row 'at))
  (let* ((edit (e2e-request :textDocument/rename (list :newName (e2e-get row 'type))))
         (places (lambda (uri edits)
                   (mapcar (lambda (change) (format "%s:%s" (e2e-relative (eglot--uri-to-path uri)) (e2e-place (plist-get (plist-get change :range) :start))))
                           edits)))
         (all (append (cl-loop for (uri edits) on (plist-get edit :changes) by #'cddr append (funcall places uri edits))
                      (cl-loop for change across (or (plist-get edit :documentChanges) [])
                               append (funcall places (plist-get (plist-get change :textDocument) :uri) (plist-get change :edits))))))
    (e2e-equal (mapconcat #'identity (sort all #'string<) " ") (e2e-get row 'text))))

(defun e2e-format (row)
  (eglot-format-buffer)
  (e2e-has (mapconcat #'identity (e2e-lines) "\n") (e2e-get row 'text)))

(defun e2e-preview (row)
  (let* ((arguments (vector (list :v 1 :uri (plist-get (eglot--TextDocumentIdentifier) :uri))))
         (answer (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand
                                  (list :command "esc.mergedEnvironment" :arguments arguments))))
    (e2e-has (plist-get answer :text) (e2e-get row 'text))))

(defun e2e-crash ()
  "The server is killed in the middle of an edit: another one comes up and knows what was typed."
  (e2e-open "envs/dev.yaml")
  (flymake-start)
  (e2e-wait "findings" #'flymake-diagnostics)
  (goto-char (point-max))
  (insert "  9090: typed\n")
  (let ((old (eglot-current-server)))
    (signal-process (string-to-number (with-temp-buffer (insert-file-contents (getenv "SERVER_PID")) (buffer-string))) 'KILL)
    ;; A batch Emacs does not notice the end of a process by itself, so `eglot-autoreconnect' has no turn here.
    (eglot-reconnect old)
    (e2e-wait "another server" (lambda () (and (eglot-current-server) (not (eq (eglot-current-server) old)))))
    (e2e-wait "findings in what was typed" (lambda () (flymake-start) (= 2 (length (flymake-diagnostics)))))))

(defun e2e-run ()
  (setq eglot-sync-connect t
        eglot-confirm-server-initiated-edits nil
        eglot-autoreconnect nil
        eglot-send-changes-idle-time 0.05)
  (add-to-list 'eglot-server-programs `(yaml-mode . (,(getenv "SERVER"))))
  ;; The workspace is the fixture, and not the file's directory.
  (add-hook 'project-find-functions (lambda (_) (cons 'transient (file-name-as-directory (getenv "FIXTURE")))))
  (e2e-rows)
  (e2e-check "a killed server" #'e2e-crash)
  (ignore-errors (eglot-shutdown (eglot-current-server))))

(e2e-main "eglot" #'e2e-run)
