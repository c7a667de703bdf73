;;; table.el --- What the drivers of Emacs have in common: the table of expectations, and what compares  -*- lexical-binding: t -*-

;; A driver defines `e2e-open' and a function `e2e-FEATURE' for each feature that it can be asked for.

(setq load-prefer-newer t)
(let ((default-directory "/usr/share/emacs/site-lisp/elpa/"))
  (when (file-directory-p default-directory) (normal-top-level-add-subdirs-to-load-path)))
(require 'cl-lib)
(require 'json)
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

(defun e2e-go-to (at)
  "Put point where `$0' is in the text AT."
  (let ((parts (split-string at (regexp-quote "$0"))))
    (goto-char (point-min))
    (search-forward (mapconcat #'identity parts ""))
    (backward-char (length (cadr parts)))))

(defun e2e-relative (path) (file-relative-name (file-truename path) (file-truename (getenv "FIXTURE"))))

(defun e2e-place (position) (format "%d:%d" (1+ (plist-get position :line)) (1+ (plist-get position :character))))

(defun e2e-line () (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun e2e-lines () (split-string (buffer-substring-no-properties (point-min) (point-max)) "\n"))

(defun e2e-type (text)
  "Insert TEXT; new lines are indented like the ones before, as all editors do it."
  (let ((lines (split-string text "\n")))
    (insert (car lines))
    (dolist (line (cdr lines))
      (let ((indentation (current-indentation)))
        (insert "\n" (make-string indentation ?\s) line)))))

(defun e2e-check (name test)
  (condition-case problem
      (progn (funcall test)
             (cl-incf e2e-passed)
             (princ (format "\nok - %s\n" name)))
    (error (cl-incf e2e-failed)
           (princ (format "\nnot ok - %s\n%S\n" name problem))))
  (set-buffer-modified-p nil))

(defun e2e-rows ()
  "Check what the table says about features that the driver has."
  (dolist (row (append (let ((json-object-type 'alist)) (json-read-file (getenv "EXPECTATIONS"))) nil))
    (let ((test (intern-soft (concat "e2e-" (e2e-get row 'feature)))))
      (when (and test (fboundp test))
        (e2e-check (mapconcat #'identity (delq nil (list (e2e-get row 'feature) (e2e-get row 'file) (e2e-get row 'at))) " ")
                   (lambda () (e2e-open (e2e-get row 'file)) (funcall test row)))))))

(defun e2e-main (name run)
  "Call RUN, and end with the count of the client with this NAME."
  (condition-case problem
      (funcall run)
    (error (cl-incf e2e-failed) (princ (format "\n%S\n" problem))))
  (princ (format "\nEmacs %s, %s: %d passed, %d failed\n" emacs-version name e2e-passed e2e-failed))
  (kill-emacs (if (= e2e-failed 0) 0 1)))
