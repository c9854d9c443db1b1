// What a page of the site does in the browser: light or dark, copying code, the list of pages on a phone, search.
const root = document.documentElement
const main = document.querySelector('main')
const button = document.getElementById('search')

document.getElementById('appearance').addEventListener('click', () => {
  root.classList.toggle('dark')
  localStorage.setItem('vitepress-theme-appearance', root.classList.contains('dark') ? 'dark' : 'light')
})

if (matchMedia('(max-width: 60rem)').matches) document.getElementById('pages')?.removeAttribute('open')

// The explorer loads when its section is opened: it is larger than the page.
for (const screen of document.querySelectorAll('details.explore [data-screen]')) {
  screen.parentElement.addEventListener('toggle', () => {
    if (screen.childElementCount > 0) return
    const frame = document.createElement('iframe')
    frame.title = screen.dataset.title
    frame.src = screen.dataset.screen
    screen.append(frame)
  })
}

for (const copy of document.querySelectorAll('button.copy')) {
  copy.textContent = main.dataset.copy
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(copy.parentElement.querySelector('code').textContent)
    copy.textContent = main.dataset.copied
    setTimeout(() => { copy.textContent = main.dataset.copy }, 2000)
  })
}

// The search reads an index that lies beside the pages; nothing leaves the machine.
const dialog = document.createElement('dialog')
dialog.setAttribute('aria-label', button.textContent.trim())
dialog.innerHTML = '<form method="dialog"><input type="search" autocomplete="off"><button type="button"></button></form><ol aria-live="polite"></ol>'
document.body.append(dialog)
const [input, list] = [dialog.querySelector('input'), dialog.querySelector('ol')]
input.placeholder = button.dataset.placeholder
input.setAttribute('aria-label', button.dataset.placeholder)
dialog.querySelector('button').textContent = button.dataset.close
const base = new URL('.', import.meta.url)
const chinese = root.lang.startsWith('zh')
const plain = text => text.toLowerCase().replace(/[_\- ]/g, '')
let ready
let asked = 0

/** The index of the pages, what names of losses mean, and what people call a trouble: a name goes before a page that only holds it. */
async function load() {
  const [pagefind, names] = await Promise.all([import(new URL('pagefind/pagefind.js', base)), fetch(new URL(`names.${chinese ? 'zh' : 'en'}.json`, base)).then(answer => answer.json())])
  await pagefind.init()
  return { pagefind, names }
}

async function search() {
  const question = ++asked
  const text = input.value.trim()
  const { pagefind, names } = await (ready ??= load())
  const found = text ? await pagefind.search(text) : { results: [] }
  const pages = await Promise.all(found.results.slice(0, 10).map(result => result.data()))
  if (question !== asked) return
  const word = plain(text)
  const named = Object.hasOwn(names.meaning, word) ? names.meaning[word] : names.meaning[word.replace(/(.)(loss|损失函数|损失)$/, '$1')] ?? []
  const pageAt = (path, title) => {
    const url = new URL(`${path}.html`, base).pathname
    return pages.find(page => page.url === url) ?? { url, meta: { title }, excerpt: '' }
  }
  const losses = named.map(key => pageAt(`${chinese ? 'zh/' : ''}losses/${key}`, `${names.titles[key]} (${key})`))
  const symptom = Object.hasOwn(names.symptoms, word) ? [pageAt(names.symptoms[word].path, names.symptoms[word].title)] : []
  const titled = pages.filter(page => text && page.meta.title?.toLowerCase().startsWith(text.toLowerCase()))
  const shown = [...new Set([...symptom, ...losses, ...titled, ...pages])].slice(0, 10)
  list.replaceChildren(...shown.map(page => {
    const item = document.createElement('li')
    const link = Object.assign(document.createElement('a'), { href: page.url, textContent: page.meta.title })
    // An excerpt is text of the index, escaped, with <mark> around the words that were found.
    const excerpt = Object.assign(document.createElement('p'), { innerHTML: page.excerpt })
    item.append(link, excerpt)
    return item
  }))
  list.dataset.for = text
}

async function open() {
  dialog.showModal()
  input.focus()
  await search()
}

button.addEventListener('click', open)
input.addEventListener('input', search)
dialog.querySelector('button').addEventListener('click', () => dialog.close())
// Enter opens the first result; it does not close the search.
dialog.querySelector('form').addEventListener('submit', event => {
  event.preventDefault()
  const first = list.querySelector('a')
  if (first && list.dataset.for === input.value.trim()) location.href = first.href
})
document.addEventListener('keydown', event => {
  if (event.key === '/' && !dialog.open && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
    event.preventDefault()
    open()
  }
})
