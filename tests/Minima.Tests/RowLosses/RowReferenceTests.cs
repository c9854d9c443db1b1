using Minima.Tests.Matrix;
using Minima.Tests.Reference;
using Xunit;

namespace Minima.Tests.RowLosses;

/// <summary>Every row loss against numbers that another programme computed.</summary>
public sealed class RowReferenceTests
{
    [Theory]
    [SampledData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
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
        var largest = row.Gradient.Values.SelectMany(g => g).Select(Math.Abs).Where(double.IsFinite).Append(1).Max();
        var got = row.Reduction == "none" ? call.Terms : [result.Value];
        for (var i = 0; i < row.Value.Length; i++)
        {
            if (!Close(got[i], row.Value[i], 1e-12, largest))
            {
                yield return $"line {row.Line}: value {i} is {Ulp.Text(got[i])}, the reference says {Ulp.Text(row.Value[i])}";
            }
        }

        foreach (var (name, gradient) in row.Gradient)
        {
            var mine = name == "prediction" ? call.Gradient : call.TargetGradient;
            for (var i = 0; i < gradient.Length; i++)
            {
                if (!Close(mine[i], gradient[i], 1e-10, largest))
                {
                    yield return $"line {row.Line}: gradient of {name} at {i} is {Ulp.Text(mine[i])}, the reference says {Ulp.Text(gradient[i])}";
                }
            }
        }
    }

    private static RowCall<double> CallOf(ReferenceRow row, Loss loss)
    {
        var prediction = row.Inputs["prediction"];
        var target = row.Inputs["target"];
        var classes = row.LastAxis("prediction");
        var hasLabels = row.Rank("target") < row.Rank("prediction");
        return new RowCall<double>
        {
            Prediction = prediction,
            Labels = hasLabels ? Array.ConvertAll(target, t => (int)t) : [],
            Target = hasLabels ? [] : target,
            Classes = classes,
            ClassWeights = row.ClassWeight,
            Weight = row.Inputs.GetValueOrDefault("sample_weight") ?? [],
            Gradient = new double[prediction.Length],
            TargetGradient = new double[row.Gradient.ContainsKey("target") ? target.Length : 0],
            Terms = new double[prediction.Length / classes],
            Reduction = row.Reduction switch { "mean" or "scalar" => Reduction.Mean, "sum" => Reduction.Sum, _ => Reduction.None },
            WeightedMean = row.WeightedMean == "count" ? WeightedMean.Count : WeightedMean.SumOfWeights,
        };
    }

    private static bool Close(double got, double want, double tolerance, double largest) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Abs(want) + 1e-15 * largest;
}
