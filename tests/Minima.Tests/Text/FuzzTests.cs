using System.Text;
using Minima.Reals;
using Xunit;

namespace Minima.Tests.Text;

/// <summary>A million damaged texts: an answer, or an error that points into the text; nothing else, and no more work than the text is long.</summary>
public sealed class FuzzTests
{
    private static readonly int Texts = Sweep.Of(thin: 50_000, wide: 250_000, full: 1_000_000);
    private const int Chunk = 10_000;

    private static readonly string[] Sound = [.. Corpus.All.Select(row => row.Text), .. GrammarTests.Values.Select(row => row.Data.Item1), .. GrammarTests.Functions.Select(row => row.Data.Item1)];

    private static readonly string[] Pieces =
    [
        "(", ")", "?", ":", "<", "<=", ">", ">=", "^", "-", "+", "*", "/", ",", "p", "t", "delta", "max", "log(", "abs(", "1e999", "1e-999", "1e", ".", ".5", "1.", "=", "==",
        "&&", "|", "!", " ", "\n", "\t", "\0", "\u2212", "\u00d7", "\u2264", "\uff08", "\ud83d\ude00", "\ud83d", "\ude00", "\u91cd", "\u0301", "_", "0", "9", "1e308", "((((((((", "--------", "2^2^2^", "p<t?", ":p<t?1",
    ];

    [SlowFact]
    public void Damaged_texts()
    {
        var read = 0;
        var failures = new List<string>();
        Parallel.For(0, Texts / Chunk, chunk =>
        {
            var random = new Random(2500 + chunk);
            var good = 0;
            for (var i = 0; i < Chunk; i++)
            {
                var text = Damage(Sound[random.Next(Sound.Length)], random);
                if (Problem(text, look: i % 16 == 0, ref good) is { } problem)
                {
                    lock (failures)
                    {
                        failures.Add($"{Show(text)}: {problem}");
                    }
                }
            }

            Interlocked.Add(ref read, good);
        });
        Matrix.Verdict.None(failures);

        // Neither all of them nor none: else nothing is tried.
        Assert.InRange(read, Texts / 50, Texts / 2);
    }

    /// <summary>What is wrong with how a text is answered, or null.</summary>
    private static string? Problem(string text, bool look, ref int good)
    {
        try
        {
            var symbol = TextParser.Parse(text, []);
            good++;
            if (symbol.Graph.Count > (4 * text.Length) + 8)
            {
                return $"{symbol.Graph.Count} nodes";
            }

            if (look)
            {
                symbol.Evaluate<Dual<F64, One<F64>>>([.. symbol.Graph.Inputs.Select((_, i) => new Dual<F64, One<F64>>(new F64(0.5 * i), One<F64>.Unit(0)))]);
            }

            return null;
        }
        catch (FormulaException error)
        {
            if (error.Position < 0 || error.Position > text.Length)
            {
                return $"points at {error.Position} of {text.Length}";
            }

            if (!look)
            {
                return null;
            }

            var lines = error.Picture.Split('\n');
            var ok = lines.Length == 2 && lines[1].EndsWith('^') && lines[0].Length <= 80 && error.Line >= 1 && error.Column >= 1 && error.Message.Length < 600 && error.Message.AsSpan().IndexOfAny('\r', '\n') < 0;
            return ok ? null : $"message or picture:\n{error.Message}\n{error.Picture}";
        }
        catch (Exception other)
        {
            return other.ToString();
        }
    }

    private static string Damage(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(damaged.Length + 1);
            switch (random.Next(7))
            {
                case 0 when at < damaged.Length:
                    damaged.Remove(at, random.Next(1, Math.Min(6, damaged.Length - at) + 1));
                    break;
                case 1:
                    damaged.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2 when at < damaged.Length:
                    damaged[at] = (char)random.Next(32, 127);
                    break;
                case 3 when at < damaged.Length:
                    damaged[at] = (char)random.Next(0x10000);
                    break;
                case 4:
                    damaged.Insert(at, Sound[random.Next(Sound.Length)]);
                    break;
                case 5 when at + 1 < damaged.Length:
                    (damaged[at], damaged[at + 1]) = (damaged[at + 1], damaged[at]);
                    break;
                default:
                    damaged.Length = at;
                    break;
            }
        }

        return damaged.ToString();
    }

    private static string Show(string text) => string.Concat(text.Select(c => c is >= ' ' and < '\u007f' ? c.ToString() : $"\\u{(int)c:x4}"));
}
