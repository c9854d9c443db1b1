using System.Numerics;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Text;

/// <summary>A text and its C# twin give the same value, gradient and Hessian, in float and in double, on and beside the kinks; beside them where the text takes another road.</summary>
public sealed class CorpusTests
{
    private const int Points = 400;

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Corpus.All.Count)];

    [SlowTheory]
    [MemberData(nameof(Rows))]
    public void Text_equals_its_twin(int row)
    {
        var (key, text, exact) = Corpus.All[row];
        var failures = new List<string>();
        foreach (var twin in Subjects.Of(key).Where(loss => !loss.ToString().Contains("full=", StringComparison.Ordinal) || loss.ToString().Contains("full=false", StringComparison.Ordinal)))
        {
            var given = twin.Entry.Parameters
                .Select((p, i) => (p.Name, Value: twin.Parameters[i]))
                .Where(p => p.Value is double && text.Contains(p.Name, StringComparison.Ordinal))
                .ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
            failures.AddRange(twin.Accept(new Twins(Loss.Parse(text, given), exact)));
        }

        Verdict.None(failures);
    }

    [Theory]
    [InlineData("huber", "abs(p - t) <= delta ? 0.5*abs(p - t)*abs(p - t) : delta*(abs(p - t) - 0.5*delta)")]
    [InlineData("huber", "abs(p - t) < delta ? 0.5*abs(p - t)*abs(p - t) : delta*(abs(p - t) - delta/2.0000000000000004)")]
    [InlineData("hinge", "1 - t*p < 0 ? 0 : 1 - t*p")]
    [InlineData("mae", "hypot(p, 0) - t")]
    public void A_text_that_is_not_the_twin_is_found(string key, string text)
    {
        var twin = Loss.Create(key);
        var wrong = text.Contains("delta", StringComparison.Ordinal) ? Loss.Parse(text, ("delta", 1.0)) : Loss.Parse(text);
        Assert.NotEmpty(twin.Accept(new Twins(wrong, exact: true)));
    }

    [Fact]
    public void Corpus_is_large_enough() => Assert.True(Corpus.All.Where(row => row.Exact).Select(row => row.Key).Distinct(StringComparer.Ordinal).Count() >= 25);

    private sealed class Twins(Loss text, bool exact) : LossVisitor<List<string>>
    {
        public override List<string> Point<TFormula>(Loss loss, TFormula formula)
        {
            var rows = Samples.Rows(new Subject<TFormula>(loss, formula), 2401, Points, kinks: exact);
            return [.. Compare<double>(loss, rows), .. exact ? Compare<float>(loss, rows) : []];
        }

        public override List<string> Other(Loss loss) => ["no point loss"];

        private IEnumerable<string> Compare<T>(Loss twin, double[][] rows)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var want = Run<T>(twin, rows);
            var got = Run<T>(text, rows);
            for (var n = 0; n < rows[0].Length; n++)
            {
                foreach (var (what, x, y) in new[] { ("term", got.Terms[n], want.Terms[n]), ("gradient", got.Gradients[0][n], want.Gradients[0][n]), ("Hessian", got.Hessians[0][n], want.Hessians[0][n]) })
                {
                    if (!Same(x, y))
                    {
                        yield return $"{twin} as {text.Entry.Formula}: the {what} at {Ulp.Text(rows.Select(r => r[n]))} is {Ulp.Text(x)} in {typeof(T).Name}, that of the twin {Ulp.Text(y)}";
                    }
                }
            }
        }

        private bool Same<T>(T x, T y)
            where T : IBinaryFloatingPointIeee754<T> => x.Equals(y) || (!exact && T.Abs(x - y) <= T.CreateTruncating(1e-12) * (T.One + T.Abs(y)));

        private static Call<T> Run<T>(Loss loss, double[][] rows)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var count = rows[0].Length;
            var call = new Call<T> { Terms = new T[count] };
            for (var i = 0; i < rows.Length; i++)
            {
                call.Inputs[i] = Array.ConvertAll(rows[i], T.CreateTruncating);
            }

            call.Gradients[0] = new T[count];
            call.Hessians[0] = new T[count];
            call.Run(loss);
            return call;
        }
    }
}
