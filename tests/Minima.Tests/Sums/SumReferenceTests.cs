using Minima.Tests.Matrix;
using Minima.Tests.Reference;
using Xunit;

namespace Minima.Tests.Sums;

/// <summary>Every loss of sums against numbers that another programme computed.</summary>
public sealed class SumReferenceTests
{
    [Theory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Values_and_gradients_are_those_of_the_reference(string key)
    {
        var rows = ReferenceTable.Of(key).ToList();
        Assert.True(rows.Count >= 2, $"{key}: {rows.Count} reference rows, at least 2 are needed");
        Verdict.None([.. rows.SelectMany(row => Failures(row, row.Create()))]);
    }

    /// <summary>What is wrong with a loss that claims to be the row's.</summary>
    internal static IEnumerable<string> Failures(ReferenceRow row, Loss loss)
    {
        var call = CallOf(row, loss);
        var result = call.Run(loss);
        var want = row.Gradient["prediction"];
        var largest = want.Select(Math.Abs).Append(1).Max();
        var got = row.Reduction == "none" ? call.Terms : [result.Value];
        for (var i = 0; i < row.Value.Length; i++)
        {
            if (!Close(got[i], row.Value[i], 1e-12, largest))
            {
                yield return $"line {row.Line}: value {i} is {Ulp.Text(got[i])}, the reference says {Ulp.Text(row.Value[i])}";
            }
        }

        for (var i = 0; i < want.Length; i++)
        {
            if (!Close(call.Gradient[i], want[i], 1e-10, largest))
            {
                yield return $"line {row.Line}: gradient at {i} is {Ulp.Text(call.Gradient[i])}, the reference says {Ulp.Text(want[i])}";
            }
        }
    }

    private static SumCall<double> CallOf(ReferenceRow row, Loss loss)
    {
        var shape = row.Shape("prediction");
        var call = new SumCall<double>
        {
            Prediction = row.Inputs["prediction"],
            Target = row.Inputs["target"],
            Rows = loss.Groups == SumGroups.Batch ? 1 : shape[0],
            Classes = loss.Groups is SumGroups.Batch or SumGroups.Rows ? 1 : shape[1],
            Gradient = new double[row.Inputs["prediction"].Length],
            Reduction = row.Reduction switch { "sum" => Reduction.Sum, "none" => Reduction.None, _ => Reduction.Mean },
        };
        call.Terms = new double[row.Reduction == "none" ? row.Value.Length : 0];
        return call;
    }

    private static bool Close(double got, double want, double tolerance, double largest) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Abs(want) + 1e-15 * largest;
}
