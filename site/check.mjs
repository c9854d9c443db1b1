// Looks at every finished page: each link leads to a page and a place on it, each page can be reached from the first one of its language.
// usage: node check.mjs SITE MOST_MEGABYTES
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

const [site, most] = [path.resolve(process.argv[2]), Number(process.argv[3])]
const files = readdirSync(site, { recursive: true }).map(name => String(name).split(path.sep).join('/')).filter(name => statSync(path.join(site, name)).isFile())
// The explorer has tests of its own, and its anchors are states.
const pages = files.filter(name => name.endsWith('.html') && name !== '404.html' && !name.startsWith('explorer/'))
const present = new Set(files)
const problems = []
const decode = text => text.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
const anchors = new Map()
const links = new Map()
for (const page of pages) {
  const html = readFileSync(path.join(site, page), 'utf8')
  anchors.set(page, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(match => decode(match[1]))))
  links.set(page, [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(match => decode(match[1])))
  for (const [, source] of html.matchAll(/<(?:img|script|link)\s[^>]*?(?:src|href)="(\/[^"#]*)"/g)) {
    if (!present.has(decodeURIComponent(source.slice(1)))) problems.push(`${page}: ${source} is missing`)
  }
  for (const [foreign] of html.matchAll(/<(?:img|script|link|iframe)\s[^>]*?(?:src|href)="https?:[^"]*"/g)) problems.push(`${page}: loads from elsewhere: ${foreign}`)
}

const reached = new Set()
const queue = ['index.html', 'zh/index.html']
for (let page = queue.pop(); page !== undefined; page = queue.pop()) {
  if (reached.has(page) || !links.has(page)) continue
  reached.add(page)
  for (const link of links.get(page)) {
    if (/^[a-z]+:/.test(link)) continue
    const [address, anchor] = link.split('#')
    let file = address === '' ? page : path.posix.normalize(path.posix.join(address.startsWith('/') ? '' : path.posix.dirname(page), decodeURIComponent(address).replace(/^\//, '')))
    if (file.endsWith('/') || file === '.' || file === '') file = path.posix.join(file, 'index.html')
    if (!present.has(file)) problems.push(`${page}: ${link} leads nowhere`)
    else if (anchor && anchors.has(file) && !anchors.get(file).has(decodeURIComponent(anchor))) problems.push(`${page}: ${link}: that page has no such place`)
    else queue.push(file)
  }
}

for (const page of pages.filter(name => !reached.has(name))) problems.push(`${page}: no page leads here`)
const bytes = files.reduce((sum, name) => sum + statSync(path.join(site, name)).size, 0)
if (bytes > most * 1e6) problems.push(`the site has ${(bytes / 1e6).toFixed(1)} MB, more than ${most}`)
const shown = [...new Set(problems)]
console.log(shown.slice(0, 60).join('\n'))
if (shown.length > 0) {
  console.error(`${shown.length} problems in the site`)
  process.exit(1)
}
console.log(`${pages.length} pages, ${[...links.values()].reduce((sum, list) => sum + list.length, 0)} links, ${(bytes / 1e6).toFixed(1)} MB: every link leads somewhere, every page is reached.`)
