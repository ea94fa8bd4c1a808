"""What a new site begins with: every file by its path, with `{title}`, `{day}` and `{version}` to fill in."""

SITE = """\
# What the whole site is called, and where it will stand.
title: {title}
base_url: https://example.org
author: Your name
language: en
description: Articles whose figures play.
"""

ARTICLE = """\
---
title: Two bells
date: {day}
summary: A bell looks for another one. Try a longer step, and momentum.
---

This is a first article: text is Markdown, and a block like the one below declares a figure. Change anything, save,
and look again.

```animation
id: search
simulation: gaussian-descent
caption: Try a longer step.
target: {{mean: 3, variance: 2}}
start: {{mean: -1, variance: 1}}
iterations: 40
sweep:
  step_size: [0.1, 0.5]
  momentum: [0, 0.9]
default: {{step_size: 0.1, momentum: 0}}
```

With [momentum](run:search?momentum=0.9) it overshoots.
"""

IGNORED = """\
# What klsim makes: the built site, also as a zip, and the store of all that has been computed and drawn.
/output/
/*.zip
/.klsim/
/.venv/
__pycache__/
"""

REQUIREMENTS = """\
klsim~={version}
"""

STATIC = """\
Files in this folder are copied as they are to the top of the built site: CNAME, robots.txt, .well-known/ …
"""

GITHUB = """\
# Publishes the site on GitHub Pages after every push. In the settings of the repository, under Pages, choose
# "GitHub Actions" as the source once, and write the address that is shown there into content/site.yaml.
name: Pages
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
      - uses: actions/cache@v4 # the store: only what a push changes is computed and drawn
        with:
          path: .klsim
          key: klsim-${{{{ github.run_id }}}}
          restore-keys: klsim-
      - run: pip install -r requirements.txt
      - run: klsim build
      - uses: actions/upload-pages-artifact@v3
        with:
          path: output
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""

GITLAB = """\
# Publishes the site on GitLab Pages after every push. Write the address into content/site.yaml.
pages:
  image: python:3.12-slim
  cache: # the store: only what a push changes is computed and drawn
    key: klsim
    paths: [.klsim]
  script:
    - pip install -r requirements.txt
    - klsim build --output public
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

FILES = {
    "content/site.yaml": SITE,
    "content/two-bells.md": ARTICLE,
    "static/.gitkeep": STATIC,
    ".gitignore": IGNORED,
    "requirements.txt": REQUIREMENTS,
    ".github/workflows/pages.yml": GITHUB,
    ".gitlab-ci.yml": GITLAB,
}
