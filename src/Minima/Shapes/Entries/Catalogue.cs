using System.ComponentModel;

namespace Minima;

/// <summary>The losses of one assembly; made by the source generator.</summary>
public sealed class LossModule
{
    /// <summary>Names a module and lists its losses.</summary>
    public LossModule(string name, IReadOnlyList<LossEntry> entries)
    {
        Name = name;
        Entries = entries;
    }

    /// <summary>The name of the assembly.</summary>
    public string Name { get; }

    /// <summary>Its losses, by key.</summary>
    public IReadOnlyList<LossEntry> Entries { get; }
}

/// <summary>All known losses: those of the core and of joined modules.</summary>
public static class Catalogue
{
    private static readonly Lock Gate = new();
    private static volatile Index current = new([GeneratedLosses.Module]);

    /// <summary>All entries, by module, then by key.</summary>
    public static IReadOnlyList<LossEntry> All => current.Entries;

    /// <summary>Adds the losses of an assembly: <c>Catalogue.Join(GeneratedLosses.Module)</c>. Joining twice changes nothing.</summary>
    /// <exception cref="ArgumentException">A name or alias is already taken.</exception>
    public static void Join(LossModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        lock (Gate)
        {
            if (!current.Modules.Contains(module))
            {
                current = new Index([.. current.Modules, module]);
            }
        }
    }

    /// <summary>The entry with this key, alias or title, English or Chinese, matched ignoring case, <c>_</c>, <c>-</c> and spaces. A title may end in "loss" or 损失 or leave it out.</summary>
    /// <exception cref="LossException">There is none, or the word may mean several losses; the message lists suggestions.</exception>
    public static LossEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryFind(name) ?? throw (Candidates(name) is { Count: > 0 } candidates ? Throw.SearchWord(name, candidates) : LossTypes.ModuleOf(name) is { } module ? Throw.LossNotJoined(name, module) : Throw.UnknownLoss(name, current.Names, current.Modules.Any(module => module.Name == Throw.TensorModule)));
    }

    /// <summary>The entry with this name, alias or title, or null. A search word of several losses is not a title.</summary>
    public static LossEntry? TryFind(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = Names.Normalise(name);
        return current.ByName.TryGetValue(plain, out var entry) || (Candidates(name).Count < 2 && current.ByTitle.TryGetValue(Titles.Bare(plain), out entry)) ? entry : null;
    }

    /// <summary>The losses that have this search word (<see cref="LossEntry.SearchWords"/>), most relevant first; empty if none has it.</summary>
    public static IReadOnlyList<LossEntry> Candidates(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return current.ByWord.GetValueOrDefault(Names.Normalise(word)) ?? [];
    }

    /// <summary>The entry of a C# type, or null.</summary>
    internal static LossEntry? OfType(Type type) => current.ByType.GetValueOrDefault(type) ?? LossTypes.Find(type);

    private sealed class Index
    {
        public Index(LossModule[] modules)
        {
            Modules = modules;
            Entries = [.. modules.SelectMany(m => m.Entries)];
            foreach (var entry in Entries)
            {
                ByType[entry.Type] = entry;
                foreach (var name in entry.Aliases.Prepend(entry.Key))
                {
                    if (!ByName.TryAdd(Minima.Names.Normalise(name), entry) && ByName[Minima.Names.Normalise(name)] != entry)
                    {
                        throw new ArgumentException(
                            $"{entry.Key}: the name '{name}' already belongs to {ByName[Minima.Names.Normalise(name)].Key}; a name or alias can belong to only one loss. Choose another, or drop the alias.",
                            nameof(modules));
                    }
                }
            }

            Names = [.. Entries.SelectMany(e => e.Aliases.Prepend(e.Key))];
            ByTitle = Titles.Of(Entries);
            ByWord = Entries
                .SelectMany(entry => entry.SearchWords.Select((word, place) => (Word: Minima.Names.Normalise(word), place, entry)))
                .GroupBy(found => found.Word, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.OrderBy(found => found.place).Select(found => found.entry).ToArray(), StringComparer.Ordinal);
        }

        public LossModule[] Modules { get; }

        public LossEntry[] Entries { get; }

        public string[] Names { get; }

        public Dictionary<string, LossEntry> ByName { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, LossEntry> ByTitle { get; }

        public Dictionary<string, LossEntry[]> ByWord { get; }

        public Dictionary<Type, LossEntry> ByType { get; } = [];
    }
}

/// <summary>
/// The modules of loaded assemblies, joined or not, so that a loss used by its C# type finds its domains.
/// Each generated module registers itself; only <see cref="Catalogue.Join"/> makes names known.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LossTypes
{
    private static readonly Lock Gate = new();
    private static readonly List<Func<LossModule>> Modules = [];

    /// <summary>Called by generated code when an assembly is loaded.</summary>
    public static void Register(Func<LossModule> module)
    {
        lock (Gate)
        {
            Modules.Add(module);
        }
    }

    internal static LossEntry? Find(Type type) => Loaded().SelectMany(m => m.Entries).FirstOrDefault(e => e.Type == type);

    /// <summary>The module of a loaded assembly that has a loss of this name or alias; null if there is none.</summary>
    internal static string? ModuleOf(string name)
    {
        var normalised = Names.Normalise(name);
        return Loaded().FirstOrDefault(m => m.Entries.Any(e => e.Aliases.Prepend(e.Key).Any(known => Names.Normalise(known) == normalised)))?.Name;
    }

    private static IEnumerable<LossModule> Loaded()
    {
        Func<LossModule>[] modules;
        lock (Gate)
        {
            modules = [.. Modules];
        }

        return modules.Select(module => module());
    }
}
