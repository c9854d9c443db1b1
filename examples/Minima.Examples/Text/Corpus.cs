using System.Security.Cryptography;
using System.Text;

namespace Minima.Examples.Text;

/// <summary>The English documents of the repository as characters: the last tenth of each for judging, the rest for learning.</summary>
internal sealed class Corpus
{
    // Characters that are rarer in the training text are one.
    private const int LeastCount = 5;
    private const char Rare = '\ufffd';

    private readonly Dictionary<char, int> _places;

    public Corpus(IEnumerable<string> documents)
    {
        StringBuilder training = new(), test = new();
        foreach (var document in documents)
        {
            var text = document.ReplaceLineEndings("\n");
            var start = text.Length - (text.Length / 10);
            training.Append(text, 0, start);
            test.Append(text, start, text.Length - start);
        }

        Symbols = [Rare, .. training.ToString().CountBy(letter => letter).Where(one => one.Value >= LeastCount && one.Key != Rare).Select(one => one.Key).Order()];
        _places = Symbols.Select((letter, place) => (letter, place)).ToDictionary(one => one.letter, one => one.place);
        Training = Encode(training.ToString());
        Test = Encode(test.ToString());
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{training}\0{test}")))[..8];
    }

    /// <summary>The characters, by number.</summary>
    public IReadOnlyList<char> Symbols { get; }

    public int[] Training { get; }

    public int[] Test { get; }

    /// <summary>The first digits of the text's SHA-256: figures hold for one text.</summary>
    public string Hash { get; }

    /// <summary>docs/*.md and docs/decisions/*.md, without the page that shows the figures of this text.</summary>
    public static Corpus OfDocuments()
    {
        var docs = Path.Combine(Repository.Root, "docs");
        var files = Directory.EnumerateFiles(docs, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(docs, "decisions"), "*.md"));
        return new Corpus(files.Where(file => Path.GetFileName(file) != "training-results.md").OrderBy(file => Path.GetRelativePath(docs, file), StringComparer.Ordinal).Select(File.ReadAllText));
    }

    public int[] Encode(string text) => [.. text.Select(letter => _places.GetValueOrDefault(letter))];

    public string Decode(IEnumerable<int> places) => string.Concat(places.Select(place => Symbols[place]));
}
