import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import katex from 'katex'
import { defineConfig } from 'vitepress'

// The pages that stage.mjs has written; see tools/build-site.
const source = process.env.MINIMA_SITE_SOURCE
const navigation = JSON.parse(readFileSync(path.join(source, 'navigation.json'), 'utf8'))

/** Display formulas between lines of $$, the LaTeX that the formula writer wrote, as MathML: browsers draw it without a script or a font. */
function formulas(md) {
  md.block.ruler.before('fence', 'formula', (state, start, end, silent) => {
    const text = line => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line])
    if (text(start) !== '$$') return false
    let last = start + 1
    while (last < end && text(last) !== '$$') last++
    if (last === end) return false
    if (silent) return true
    const token = state.push('formula', '', 0)
    token.content = Array.from({ length: last - start - 1 }, (_, i) => text(start + 1 + i)).join('\n')
    token.block = true
    state.line = last + 1
    return true
  }, { alt: ['paragraph'] })
  md.renderer.rules.formula = (tokens, i) =>
    `<div class="formula" v-pre tabindex="0">${katex.renderToString(tokens[i].content, { output: 'mathml', displayMode: true, throwOnError: true, strict: false })}</div>\n`
}

/** A picture too wide for a phone scrolls within the page there, so that its text can be read. */
function pictures(md) {
  const draw = md.renderer.rules.image
  md.renderer.rules.image = (tokens, i, ...rest) => {
    const image = draw(tokens, i, ...rest)
    const file = decodeURI(tokens[i].attrGet('src'))
    if (!file.startsWith('/pictures/') || !file.endsWith('.svg')) return image
    const width = /viewBox="0 0 (\d+)/.exec(readFileSync(path.join(source, 'public', file), 'utf8'))?.[1]
    return width > 500 ? `<span class="wide-picture" style="--width: ${width}px" tabindex="0">${image}</span>` : image
  }
}

const words = {
  en: { search: 'Search', menu: 'Pages', theme: 'Light or dark', other: '中文', copy: 'Copy', copied: 'Copied', notFound: 'No page has this address.', skip: 'To the text', names: 'Also called', words: 'Found by', colon: ': ', onThisPage: 'On this page', close: 'Close', placeholder: 'A loss, a problem, a word' },
  zh: { search: '搜索', menu: '目录', theme: '浅色或深色', other: 'English', copy: '复制', copied: '已复制', notFound: '没有此页。', skip: '跳到正文', names: '又称', words: '搜索词', colon: '：', onThisPage: '本页内容', close: '关闭', placeholder: '损失、问题或术语' },
}

export default defineConfig({
  srcDir: source,
  outDir: process.env.MINIMA_SITE_TARGET,
  cacheDir: path.join(source, '..', 'cache'),
  mpa: true,
  title: 'Minima',
  description: 'Loss functions for .NET: value, gradient, curvature, pictures, training, evidence.',
  // The check after the build looks at every link and anchor of the finished pages, those of the theme too.
  ignoreDeadLinks: true,
  appearance: true,
  head: [
    ['link', { rel: 'icon', href: '/icon.svg' }],
    ['script', { src: '/site.js', type: 'module' }],
  ],
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { navigation: navigation.en, words: words.en, prefix: '' } },
    zh: { label: '中文', lang: 'zh-CN', title: 'Minima', description: '.NET 的损失函数系统：损失值、梯度、曲率、图像、训练与证据。', themeConfig: { navigation: navigation.zh, words: words.zh, prefix: '/zh' } },
  },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // As GitHub makes them, where the same documents are read.
    anchor: { permalink: false, slugify: text => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-') },
    config(md) {
      formulas(md)
      pictures(md)
    },
  },
  transformPageData(page) {
    const other = page.relativePath.startsWith('zh/') ? page.relativePath.slice(3) : `zh/${page.relativePath}`
    page.frontmatter.other = existsSync(path.join(source, other)) ? `/${other.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}` : null
  },
})
