-- A compound type: syntax and settings of YAML hold as well.
vim.filetype.add({
  pattern = {
    [".*%.esc"] = "yaml.pulumi-esc",
    [".*%.esc%.yaml"] = "yaml.pulumi-esc",
    [".*%.esc%.yml"] = "yaml.pulumi-esc",
  },
})
