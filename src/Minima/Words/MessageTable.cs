using System.Reflection;
using System.Text;

namespace Minima;

/// <summary>
/// The Chinese of every message. A message arrives as its finished English text. The table finds the pattern that produced it and fills
/// the Chinese one with the same names and numbers. So code that raises errors writes only one language.
/// </summary>
/// <remarks>
/// Of several readings, the one that explains most letters wins; among equals, the one whose own words begin the message, so that
/// <c>{0} was expected.</c> does not capture the name of the speaker. Each assembly has its own part as a resource: pairs of lines
/// <c>en|...</c> and <c>zh|...</c>, with <c>\n</c> for a line end, <c>\s</c> for a space at an end; <c>zh|=</c> if both are the same.
/// </remarks>
internal sealed class MessageTable
{
    /// <summary>The prefix of the resources.</summary>
    private const string Folder = "messages/";

    /// <summary>Longer texts are not read: no message is a whole file.</summary>
    private const int LongestMessage = 1 << 14;

    /// <summary>A message of hostile text may have very many readings; after this many tries the best so far is used.</summary>
    private const int MostTries = 200_000;

    private const int DeepestNesting = 8;

    private readonly MessagePattern[] _patterns;
    private readonly Dictionary<string, MessagePattern> _constants;

    public MessageTable(IEnumerable<MessagePattern> patterns)
    {
        // If two assemblies have the same piece, the first counts; a test checks that they do not differ.
        var all = patterns.DistinctBy(pattern => pattern.English, StringComparer.Ordinal).ToList();
        _constants = all.Where(pattern => pattern.Literals.Length == 1).ToDictionary(pattern => pattern.Literals[0], StringComparer.Ordinal);
        _patterns = [.. all.Where(pattern => pattern.Literals.Length > 1).OrderByDescending(pattern => pattern.Letters).ThenByDescending(pattern => pattern.Literals.Sum(text => text.Length)).ThenBy(pattern => pattern.English, StringComparer.Ordinal)];
    }

    /// <summary>The table of some assemblies together.</summary>
    public static MessageTable Of(params IEnumerable<Assembly> assemblies) => new(assemblies.SelectMany(Read));

    /// <summary>The patterns of one assembly.</summary>
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

    /// <summary>The message in a language; English if the table does not know it.</summary>
    public string In(Language language, string english) => language == Language.Chinese ? Translate(english) : english;

    /// <summary>The Chinese of a message, or the message itself if the table does not know it.</summary>
    public string Translate(string english) => TryTranslate(english) ?? english;

    /// <summary>The Chinese of a message, or null if the table does not know it.</summary>
    public string? TryTranslate(string english) => english.Length is 0 or > LongestMessage ? null : new Reading(this).Of(english, 0)?.Chinese;

    private static string Plain(string text) => text
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\s", " ", StringComparison.Ordinal);

    /// <summary>A text in Chinese, the number of its English letters that a pattern explained, and the number of characters of the pattern before its first hole.</summary>
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

            // A text that contains itself in a recursion has no reading there.
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

            // Of two adjacent holes, the first takes as much as it can.
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

                // A sentence of which only little is explained is better left untranslated.
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
