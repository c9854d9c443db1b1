using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Reference;

/// <summary>Every loss against numbers that another programme computed.</summary>
public sealed class ReferenceTests
{
    /// <summary>Two entries with a row for each setting of a continuous shape need iterations in the reference itself.</summary>
    private const string Adaptive = "barron_adaptive";

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Values_and_gradients_are_those_of_the_reference(string key)
    {
        var rows = ReferenceTable.Of(key).ToList();
        Assert.True(
            rows.Count >= 2,
            $"{key}: {rows.Count} reference rows, at least 2 are needed. Fill in: "
            + $$"""{"loss": "{{key}}", "params": {}, "inputs": { ... }, "reduction": "mean", "value": ..., "gradient": { ... }, "source": "mpmath 50 digits"}""");
        Verdict.None([.. rows.SelectMany(row => Failures(row, row.Create()))]);
    }

    /// <summary>How many rows there are for each shape, counted on 2026-11-22: new ones raise the number, and none goes missing.</summary>
    [Fact]
    public void No_row_of_a_known_loss_is_left_out()
    {
        Assert.True(Rows(entry => entry.IsPoint) >= 249, $"{Rows(entry => entry.IsPoint)} rows of points");
        Assert.True(Rows(entry => entry.Row is not null) >= 179, $"{Rows(entry => entry.Row is not null)} rows of classes");
        Assert.True(Rows(entry => entry.Sums is not null) >= 61, $"{Rows(entry => entry.Sums is not null)} rows of sums");
        Assert.True(Rows(entry => entry.Inputs[0].Kind == InputKind.Box) >= 23, $"{Rows(entry => entry.Inputs[0].Kind == InputKind.Box)} rows of boxes");
        Assert.True(Rows(_ => true) >= 512, $"only {Rows(_ => true)} rows belong to the {Subjects.Entries.Count} entries of the catalogue");

        static int Rows(Func<LossEntry, bool> belongs) => Subjects.Entries.Where(belongs).Sum(entry => ReferenceTable.Of(entry.Key).Count());
    }

    /// <summary>What is wrong with a loss that claims to be the row's.</summary>
    internal static IEnumerable<string> Failures(ReferenceRow row, Loss loss)
    {
        var call = CallOf(row, loss);
        var result = call.Run(loss);
        var largest = row.Gradient.Values.SelectMany(g => g).Select(Math.Abs).Where(double.IsFinite).Append(1).Max();
        var tolerance = row.Loss == Adaptive ? 1e-9 : 1e-12;
        var got = row.Reduction == "none" ? call.Terms : [result.Value];
        for (var i = 0; i < row.Value.Length; i++)
        {
            if (!Close(got[i], row.Value[i], tolerance, largest))
            {
                yield return $"line {row.Line}: value {i} is {Ulp.Text(got[i])}, the reference says {Ulp.Text(row.Value[i])}";
            }
        }

        foreach (var (name, want) in row.Gradient)
        {
            var gradient = call.Gradients[InputIndex(loss, name)];
            for (var i = 0; i < want.Length; i++)
            {
                if (!Close(gradient[i], want[i], row.Loss == Adaptive ? 1e-9 : 1e-10, largest))
                {
                    yield return $"line {row.Line}: gradient of {name} at {i} is {Ulp.Text(gradient[i])}, the reference says {Ulp.Text(want[i])}";
                }
            }
        }
    }

    /// <summary>The row as a call.</summary>
    internal static Call<double> CallOf(ReferenceRow row, Loss loss)
    {
        var call = new Call<double>();
        foreach (var (name, values) in row.Inputs)
        {
            if (name == "sample_weight")
            {
                call.Weight = values;
            }
            else
            {
                call.Inputs[InputIndex(loss, name)] = values;
            }
        }

        for (var i = 0; i < loss.Entry.Inputs.Count; i++)
        {
            call.Gradients[i] = new double[loss.Entry.Inputs[i].Differentiated && call.Inputs[i].Length > 0 ? call.Count : 0];
        }

        call.Terms = new double[call.Count];
        call.Reduction = row.Reduction switch
        {
            "mean" => Minima.Reduction.Mean,
            "sum" => Minima.Reduction.Sum,
            "none" => Minima.Reduction.None,
            _ => throw new NotSupportedException(row.Reduction),
        };
        call.WeightedMean = row.WeightedMean switch
        {
            null or "sum_of_weights" => WeightedMean.SumOfWeights,
            "count" => WeightedMean.Count,
            _ => throw new NotSupportedException(row.WeightedMean),
        };
        return call;
    }

    private static int InputIndex(Loss loss, string name)
    {
        var index = loss.Entry.Inputs.Select(input => input.Name).ToList().IndexOf(name);
        Assert.True(index >= 0, $"{loss.Entry.Key}: the reference names an input '{name}', the catalogue does not");
        return index;
    }

    private static bool Close(double got, double want, double tolerance, double largest) =>
        got.Equals(want) || Math.Abs(got - want) <= tolerance * Math.Abs(want) + 1e-15 * largest;
}
