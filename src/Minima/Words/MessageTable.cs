using System.Reflection;
using System.Text;

namespace Minima;

/// <summary>
/// The Chinese of every message. A message arrives as its finished English text; the table finds the pattern that it was made from and fills
/// the Chinese one with the same names and numbers, so that the places that raise errors write one language only.
/// </summary>
/// <remarks>
/// Of several readings the one counts that explains most letters; of those that explain as many, the one whose own words begin the message, so that
/// <c>{0} was expected.</c> does not swallow who speaks. Each assembly brings its own part as a resource: pairs of lines
/// <c>en|...</c> and <c>zh|...</c>, with <c>\n</c> for a line end, <c>\s</c> for a space at an end; <c>zh|=</c> for what is the same in both.
/// </remarks>
internal sealed class MessageTable
{
    /// <summary>Where the resources begin.</summary>
    private const string Folder = "messages/";

    /// <summary>No message is a whole file; beyond this nothing is read.</summary>
    private const int LongestMessage = 1 << 14;

    /// <summary>A message of hostile text has very many readings; after so many tries the best so far is taken.</summary>
    private const int MostTries = 200_000;

    private const int DeepestNesting = 8;

    private readonly MessagePattern[] _patterns;
    private readonly Dictionary<string, MessagePattern> _constants;

    public MessageTable(IEnumerable<MessagePattern> patterns)
    {
        // Where two assemblies bring the same piece, the first counts; that none differs is a law of the tests.
        var all = patterns.DistinctBy(pattern => pattern.English, StringComparer.Ordinal).ToList();
        _constants = all.Where(pattern => pattern.Literals.Length == 1).ToDictionary(pattern => pattern.Literals[0], StringComparer.Ordinal);
        _patterns = [.. all.Where(pattern => pattern.Literals.Length > 1).OrderByDescending(pattern => pattern.Letters).ThenByDescending(pattern => pattern.Literals.Sum(text => text.Length)).ThenBy(pattern => pattern.English, StringComparer.Ordinal)];
    }

    /// <summary>The table of some assemblies together.</summary>
    public static MessageTable Of(params IEnumerable<Assembly> assemblies) => new(assemblies.SelectMany(Read));

    /// <summary>The patterns that one assembly brings.</summary>
    public static IEnumerable<MessagePattern> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            foreach (var pattern in Read(reader)) yield return pattern;
        }
    }

    /// <summary>The patterns of one resource.</summary>
    public static IEnumerable<MessagePattern> Read(TextReader reader)
    {
        string? english = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("en|", StringComparison.Ordinal))
            {
                english = Plain(line[3..]);
            }
            else if (line.StartsWith("zh|", StringComparison.Ordinal) && english is not null)
            {
                var chinese = Plain(line[3..]);
                yield return new MessagePattern(english, chinese == "=" ? english : chinese);
                english = null;
            }
        }
    }

    /// <summary>The message in a language; English where the table does not know it.</summary>
    public string In(Language language, string english) => language == Language.Chinese ? Translate(english) : english;

    /// <summary>The Chinese of a message, or the message itself where the table does not know it.</summary>
    public string Translate(string english) => TryTranslate(english) ?? english;

    /// <summary>The Chinese of a message, or null where the table does not know it.</summary>
    public string? TryTranslate(string english) => english.Length is 0 or > LongestMessage ? null : new Reading(this).Of(english, 0)?.Chinese;

    private static string Plain(string text) => text
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\s", " ", StringComparison.Ordinal);

    /// <summary>A text in Chinese, how many of its English letters a pattern explained, and how many characters the pattern has before its first hole.</summary>
    private sealed record Meaning(string Chinese, int Letters, int Head);

    /// <summary>The readings of one message and of its pieces.</summary>
    private sealed class Reading(MessageTable table)
    {
        private readonly Dictionary<string, Meaning?> _known = new(StringComparer.Ordinal);
        private int _tries;

        public Meaning? Of(string text, int depth)
        {
            if (table._constants.TryGetValue(text, out var constant)) return new(constant.Fill([]), constant.Letters, text.Length);
            if (_known.TryGetValue(text, out var known)) return known;
            if (depth > DeepestNesting) return null;

            // A text that asks for itself on the way has no reading there.
            _known[text] = null;
            Meaning? best = null;
            foreach (var pattern in table._patterns)
            {
                if (!CouldBe(pattern.Literals, text)) continue;
                var holes = new string[pattern.Literals.Length - 1];
                Match(pattern, text, pattern.Literals[0].Length, 0, holes, pattern.Letters, 0, depth, ref best);
            }

            _known[text] = best;
            return best;
        }

        private static bool CouldBe(string[] literals, string text)
        {
            if (!text.StartsWith(literals[0], StringComparison.Ordinal) || !text.EndsWith(literals[^1], StringComparison.Ordinal)) return false;
            var at = literals[0].Length;
            for (var i = 1; i < literals.Length - 1; i++)
            {
                var next = text.IndexOf(literals[i], at, StringComparison.Ordinal);
                if (next < 0) return false;
                at = next + literals[i].Length;
            }

            return at <= text.Length - literals[^1].Length;
        }

        /// <summary>Tries every place where the text of a hole can end.</summary>
        private void Match(MessagePattern pattern, string text, int from, int hole, string[] holes, int letters, int left, int depth, ref Meaning? best)
        {
            var literal = pattern.Literals[hole + 1];
            var isLast = hole == holes.Length - 1;
            var isBesideHole = !isLast && literal.Length == 0;

            // Of two holes side by side the first takes what it can.
            for (var end = isLast ? text.Length - literal.Length : isBesideHole ? text.Length : text.IndexOf(literal, from, StringComparison.Ordinal);
                end >= from;
                end = isBesideHole ? end - 1 : end < text.Length ? text.IndexOf(literal, end + 1, StringComparison.Ordinal) : -1)
            {
                if (_tries++ > MostTries && best is not null) return;
                var inside = text[from..end];
                var (found, unread) = (letters, left);
                if (pattern.Translated[hole] && Of(inside, depth + 1) is { } meaning)
                {
                    holes[hole] = meaning.Chinese;
                    found += meaning.Letters;
                }
                else
                {
                    holes[hole] = ChineseQuotes.Of(inside);
                    unread += MessagePattern.CountWords(inside);
                }

                // A sentence that was only touched is better left whole.
                if (unread > Math.Max(2, pattern.Words))
                {
                    if (isLast) return;
                    continue;
                }

                if (!isLast) Match(pattern, text, end + literal.Length, hole + 1, holes, found, unread, depth, ref best);
                else if (best is null || found > best.Letters || (found == best.Letters && pattern.Literals[0].Length > best.Head)) best = new(pattern.Fill(holes), found, pattern.Literals[0].Length);
                if (isLast) return;
            }
        }
    }
}
