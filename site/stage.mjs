// Copies the repository's Markdown into one tree for each language and points its links at the pages of the site.
// usage: node stage.mjs REPOSITORY TARGET API
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const [root, target, api] = process.argv.slice(2).map(argument => path.resolve(argument))
const here = path.dirname(fileURLToPath(import.meta.url))
const doors = JSON.parse(readFileSync(path.join(here, 'doors.json'), 'utf8'))
const languages = ['en', 'zh']
const problems = []

/** Markdown below a folder, by path from the root. */
function markdown(folder) {
  const full = path.join(root, folder)
  if (!existsSync(full)) return []
  return readdirSync(full, { recursive: true }).map(String).filter(name => name.endsWith('.md')).sort().map(name => path.posix.join(folder, name.split(path.sep).join('/')))
}

/** Where a document is shown: its language and its address without the ending. */
function placeOf(document) {
  const rules = [
    [/^README(\.zh)?\.md$/, m => [m[1] ? 'zh' : 'en', 'readme']],
    [/^(CHANGELOG|CONTRIBUTING|SECURITY)(\.zh)?\.md$/, m => [m[2] ? 'zh' : 'en', m[1].toLowerCase()]],
    [/^data\/README(\.zh)?\.md$/, m => [m[1] ? 'zh' : 'en', 'data']],
    [/^docs\/README\.md$/, () => ['en', 'contents']],
    [/^docs\/losses\/README(\.zh)?\.md$/, m => [m[1] ? 'zh' : 'en', 'losses/index']],
    [/^docs\/losses\/(en|zh)\/(.*)\.md$/, m => [m[1], `losses/${m[2]}`]],
    [/^lessons\/(\d+)\.(en|zh)\.md$/, m => [m[2], `lessons/${m[1]}`]],
    [/^docs\/zh\/(.*\/)?README\.md$/, m => ['zh', `${m[1] ?? ''}index`]],
    [/^docs\/zh\/(.*)\.md$/, m => ['zh', m[1]]],
    [/^docs\/(.*\/)?README\.md$/, m => ['en', `${m[1] ?? ''}index`]],
    [/^docs\/(.*)\.md$/, m => ['en', m[1]]],
  ]
  for (const [pattern, place] of rules) {
    const match = pattern.exec(document)
    if (match) return place(match)
  }
  return null
}

const documents = [...['README.md', 'README.zh.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'CONTRIBUTING.zh.md', 'SECURITY.md', 'SECURITY.zh.md', 'data/README.md', 'data/README.zh.md'].filter(file => existsSync(path.join(root, file))), ...markdown('docs'), ...markdown('lessons')]
const places = new Map(documents.map(document => [document, placeOf(document)]).filter(([, place]) => place))
const address = ([language, page]) => `${language === 'zh' ? '/zh' : ''}/${page}`.replace(/\/index$/, '/')
const known = new Set([...places.values()].map(address))
const names = JSON.parse(readFileSync(path.join(root, 'docs/losses/names.json'), 'utf8'))
const symptoms = JSON.parse(readFileSync(path.join(root, 'site/symptoms.json'), 'utf8'))

/** Parts of a document outside fences of code. */
function outsideCode(text, change) {
  let inside = null
  return text.split('\n').map(line => {
    const fence = /^ *(`{3,}|~{3,})/.exec(line)
    if (fence && (inside === null || fence[1].startsWith(inside))) {
      inside = inside === null ? fence[1] : null
      return line
    }
    return inside === null ? change(line) : line
  }).join('\n')
}

/** A link of a document as a link of the site; a file that is no page of the site is named, not linked. */
function link(document, image, words, goal) {
  if (/^[a-z]+:/.test(goal) || goal.startsWith('#')) return `${image}[${words}](${goal})`
  const [file, anchor] = goal.split('#')
  const from = path.posix.normalize(path.posix.join(path.posix.dirname(document), file))
  if (!existsSync(path.join(root, from))) {
    problems.push(`${document}: ${goal} does not exist`)
    return words
  }
  if (/\.(svg|png)$/.test(from)) {
    const copy = `/pictures/${from.replace(/^docs\//, '')}`
    mkdirSync(path.dirname(path.join(target, 'public', copy)), { recursive: true })
    cpSync(path.join(root, from), path.join(target, 'public', copy))
    return `${image}[${words}](${copy})`
  }
  const place = places.get(from)
  if (place) return `${image}[${words}](${address(place)}${anchor === undefined ? '' : `#${anchor}`})`
  return words === from || /^`.*`$/.test(words) ? words : `${words} (\`${from}\`)`
}

/** Words under which a search must find the page of a loss first. */
function frontMatter(page) {
  const loss = /^losses\/(\w+)$/.exec(page)
  const entry = loss && names[loss[1]]
  return entry ? `---\nnames: ${JSON.stringify([...new Set([entry.name, entry.chinese, ...entry.aliases])])}\nwords: ${JSON.stringify(entry.search)}\n---\n` : ''
}

// The explorer is part of the site if it was built before.
const hasExplorer = existsSync(path.join(target, 'public/explorer/index.html'))

/** A section that opens a screen of the explorer within the page. */
function screenSection(language, screen) {
  const [open, alone] = language === 'zh' ? ['在探索器中试一试', '单独打开探索器'] : ['Try it in the explorer', 'Open the explorer alone']
  const address = `/explorer/index.html#${screen}${screen.includes('?') ? '&' : '?'}lang=${language}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<details class="explore" data-pagefind-ignore><summary>${open}</summary><div data-screen="${address}" data-title="${open}"></div><p><a href="${address}">${alone}</a></p></details>`
}

/** A page with the screens of the explorer: of a loss below the caption of its picture or its first sentence, of a lesson where the lesson names one. */
function withExplorer([language, page], text) {
  if (!hasExplorer) return text
  const entry = names[/^losses\/(\w+)$/.exec(page)?.[1]]
  if (!entry) return page.startsWith('lessons/') ? text.replace(/^<!-- scene: (.+) -->$/gm, (_, screen) => screenSection(language, screen)) : text
  const paragraphs = text.split('\n\n')
  const caption = paragraphs.findIndex(paragraph => /^\*[^*]/.test(paragraph))
  paragraphs.splice(caption < 0 ? 3 : caption + 1, 0, screenSection(language, entry.screen))
  return paragraphs.join('\n\n')
}

function write(place, text) {
  const file = path.join(target, place[0] === 'zh' ? 'zh' : '', `${place[1]}.md`)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const titles = new Map()
for (const [document, place] of places) {
  const text = readFileSync(path.join(root, document), 'utf8').replace(/\r\n/g, '\n')
  const title = /^# (.*)$/m.exec(text)
  if (!title) problems.push(`${document}: no title`)
  titles.set(document, title?.[1] ?? document)
  const linked = outsideCode(text, line => {
    if (line.replace(/`[^`]*`/g, '').includes('{{')) problems.push(`${document}: '{{' would be run as a program; write it as code`)
    return line.replace(/(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, (_, image, words, goal) => link(document, image, words.replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (__, i, w, g) => link(document, i, w, g)), goal))
  })
  write(place, frontMatter(place[1]) + withExplorer(place, linked))
}

/** The documents that a line of doors.json names, in one language. */
function listed(entry, language) {
  if (entry === 'api') return [['api', '/api/']]
  const pattern = new RegExp(`^${entry.replace(/[.]/g, '\\.').replace('*', '[^/]*')}$`)
  const english = [...places].filter(([document, place]) => pattern.test(document.replace(/^(lessons\/\d+)\.en\.md$/, '$1')) && place[0] === 'en')
  if (english.length === 0 && !entry.includes('*')) problems.push(`doors.json: ${entry} is no page`)
  return english.map(([document, place]) => {
    const own = [...places].find(([, other]) => other[0] === language && other[1] === place[1])
    return own ? [own[0], address(own[1])] : [document, address(place)]
  })
}

/** Pages that are written in English alone, as both languages list them. */
const onlyEnglish = { api: { en: 'C# interface', zh: 'C# 接口（英文）' }, 'CHANGELOG.md': { en: 'Changelog', zh: '更新日志（英文）' } }

const navigation = {}
for (const language of languages) {
  navigation[language] = doors.map(door => ({
    key: door.key,
    title: door[language],
    about: door.about[language],
    link: `${language === 'zh' ? '/zh' : ''}/${door.key}`,
    pages: door.pages.flatMap(entry => listed(entry, language)).map(([document, to]) => ({
      title: (onlyEnglish[document]?.[language] ?? titles.get(document).replace(/\s*\(`[^`]*`\)$/, '')).replace(/`/g, ''),
      link: to,
    })),
  }))
  for (const door of navigation[language]) {
    write([language, door.key], `# ${door.title}\n\n${door.about}\n\n${door.pages.map(page => `- [${page.title}](${page.link})`).join('\n')}\n`)
  }
  const home = {
    en: ['Minima', 'Write the mathematics once, and get everything from it: value, exact gradient and curvature, a fast kernel, a picture, a trained model.', 'Start here: [what Minima is, and its first two commands](/readme).'],
    zh: ['Minima', '数学公式只写一次，其余一切由它得出：损失值、精确的梯度与曲率、高速内核、图像、训练好的模型。', '从这里开始：[Minima 是什么，最先用的两条命令](/zh/readme)。'],
  }[language]
  write([language, 'index'], `---\nhome: true\n---\n# ${home[0]}\n\n${home[1]}\n\n${navigation[language].map(door => `- **[${door.title}](${door.link})** ${door.about}`).join('\n')}\n\n${home[2]}\n`)
}

/** A name as Minima compares it. */
const plain = name => name.toLowerCase().replace(/[_\- ]/g, '')

/** Names as Minima compares them, and what each may mean: the loss of that name, or the losses that have it as a search word, the most telling first. */
function index() {
  const bare = name => name.length > 4 ? name.replace(/(loss|损失函数|损失)$/, '') : name.replace(/损失$/, '') || name
  const meaning = new Map()
  const add = (name, key) => { if (!meaning.has(name)) meaning.set(name, [key]) }
  const all = Object.entries(names)
  for (const [key, loss] of all) for (const name of [key, ...loss.aliases]) add(plain(name), key)
  const words = all.flatMap(([key, loss]) => loss.search.map((word, place) => ({ word: plain(word), place, key }))).sort((a, b) => a.place - b.place)
  const byWord = new Map()
  for (const { word, key } of words) byWord.set(word, [...byWord.get(word) ?? [], key])
  for (const [word, keys] of byWord) meaning.set(word, [...new Set([...meaning.get(word) ?? [], ...keys])])
  for (const [key, loss] of all) for (const name of [loss.name, loss.chinese, ...loss.aliases]) for (const form of [name, name.split(/[(（]/)[0]]) add(bare(plain(form)), key)
  return Object.fromEntries(meaning)
}

/** What people call the trouble that a page is about, with the page: its title and address in one language. */
function symptomsIn(language) {
  const found = {}
  for (const [page, words] of Object.entries(symptoms)) {
    const own = [...places].find(([, place]) => place[0] === language && place[1] === page)
    if (!own) problems.push(`symptoms.json: ${page} is no page`)
    else for (const word of words) found[plain(word)] = { title: titles.get(own[0]).replace(/`/g, ''), path: address(own[1]).slice(1) }
  }
  return found
}

const meaning = index()
for (const language of languages) {
  const namesOf = Object.fromEntries(Object.entries(names).map(([key, loss]) => [key, language === 'zh' ? loss.chinese : loss.name]))
  writeFileSync(path.join(target, 'public', `names.${language}.json`), JSON.stringify({ meaning, titles: namesOf, symptoms: symptomsIn(language) }))
}

cpSync(api, path.join(target, 'api'), { recursive: true })
for (const file of readdirSync(path.join(target, 'api'))) known.add(`/api/${file.replace(/\.md$/, '')}`)
writeFileSync(path.join(target, 'navigation.json'), JSON.stringify(navigation))
if (problems.length > 0) {
  console.error(problems.join('\n'))
  console.error(`${problems.length} problems in the documents; the site is not built.`)
  process.exit(1)
}
console.log(`${places.size} documents`)
