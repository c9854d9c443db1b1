using Minima.Tests.Matrix;
using Minima.Tests.Reference;
using Xunit;

namespace Minima.Tests.Boxes;

/// <summary>Every box loss against numbers that another programme computed.</summary>
public sealed class BoxReferenceTests
{
    [Theory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Values_and_gradients_are_those_of_the_reference(string key)
    {
        var rows = ReferenceTable.Of(key).ToList();
        Assert.True(rows.Count >= 2, $"{key}: {rows.Count} reference rows, at least 2 are needed");
        Verdict.None([.. rows.SelectMany(row => Failures(row, row.Create()))]);
    }

    /// <summary>What is wrong with a loss that claims to be the row's.</summary>
    internal static IEnumerable<string> Failures(ReferenceRow row, Loss loss)
    {
        var call = new BoxCall<double>
        {
            Prediction = row.Inputs["prediction"],
            Target = row.Inputs["target"],
            Gradient = new double[row.Inputs["prediction"].Length],
            TargetGradient = new double[loss.Entry.Inputs[1].Differentiated ? row.Inputs["target"].Length : 0],
            Terms = new double[row.Inputs["prediction"].Length / 4],
            Reduction = row.Reduction switch { "mean" => Reduction.Mean, "sum" => Reduction.Sum, _ => Reduction.None },
        };
        var result = call.Run(loss);
        var largest = row.Gradient.Values.SelectMany(g => g).Select(Math.Abs).Append(1).Max();
        var got = row.Reduction == "none" ? call.Terms : [result.Value];
        for (var i = 0; i < row.Value.Length; i++)
        {
            if (!Close(got[i], row.Value[i], 1e-12, largest))
            {
                yield return $"line {row.Line}: value {i} is {Ulp.Text(got[i])}, the reference says {Ulp.Text(row.Value[i])}";
            }
        }

        foreach (var (name, want) in row.Gradient)
        {
            var gradient = name == "target" ? call.TargetGradient : call.Gradient;
            for (var i = 0; i < want.Length; i++)
            {
                if (!Close(gradient[i], want[i], 1e-10, largest))
                {
                    yield return $"line {row.Line}: gradient of {name} at {i} is {Ulp.Text(gradient[i])}, the reference says {Ulp.Text(want[i])}";
                }
            }
        }
    }

    private static bool Close(double got, double want, double tolerance, double largest) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Abs(want) + 1e-15 * largest;
}
