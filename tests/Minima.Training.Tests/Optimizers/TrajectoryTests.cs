using System.Globalization;
using System.Text.Json;

namespace Minima.Training.Tests.Optimizers;

/// <summary>Every optimizer and option goes the way of PyTorch 1.13 in double (where it has no such rule, of the published one), for 100 steps on three problems.</summary>
public class TrajectoryTests
{
    public static TheoryData<string, int> Runs()
    {
        var data = new TheoryData<string, int>();
        foreach (var entry in Training.Optimizers.All)
        {
            var count = Reference.Read(entry.Name).GetArrayLength();
            for (var i = 0; i < count; i++) data.Add(entry.Name, i);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void TrajectoryIsTheReferences(string optimizerName, int index)
    {
        var run = Reference.Read(optimizerName)[index];
        var problem = Problem.Make(run.GetProperty("problem").GetString()!);
        var optimizer = Training.Optimizers.Create(optimizerName, problem.Parameters, run.GetProperty("learning_rate").GetDouble(), Options(run));
        var points = run.GetProperty("points");
        for (var step = 1; step <= 100; step++)
        {
            optimizer.Step(problem.Evaluate);
            var name = step.ToString(CultureInfo.InvariantCulture);
            if (!points.TryGetProperty(name, out var point)) continue;
            var error = Error(Reference.Numbers(point), problem.Flat());
            Assert.True(error <= run.GetProperty("tolerances").GetProperty(name).GetDouble(), $"{run.GetProperty("options")} on {run.GetProperty("problem")}: relative error {error:g3} after step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void FloatFollowsDouble(string optimizerName, int index)
    {
        var run = Reference.Read(optimizerName)[index];
        var problem = Problem.Make(run.GetProperty("problem").GetString()!, ElementType.Single);
        var optimizer = Training.Optimizers.Create(optimizerName, problem.Parameters, run.GetProperty("learning_rate").GetDouble(), Options(run));
        for (var step = 1; step <= 5; step++) optimizer.Step(problem.Evaluate);
        var error = Error(Reference.Numbers(run.GetProperty("points").GetProperty("5")), problem.Flat());
        Assert.True(error <= 2e-5, $"{run.GetProperty("options")} on {run.GetProperty("problem")}: relative error {error:g3}");
    }

    /// <summary>Without the options in the reference a test would compare nothing: every option of every optimizer stands in some run.</summary>
    [Fact]
    public void EveryOptionIsInARun()
    {
        foreach (var entry in Training.Optimizers.All)
        {
            var used = Reference.Read(entry.Name).EnumerateArray().SelectMany(run => run.GetProperty("options").EnumerateObject().Select(o => o.Name)).ToHashSet(StringComparer.Ordinal);
            Assert.DoesNotContain(entry.Options, option => !used.Contains(option.Name));
        }
    }

    private static (string, double)[] Options(JsonElement run) => [.. run.GetProperty("options").EnumerateObject().Select(o => (o.Name, o.Value.GetDouble()))];

    private static double Error(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(x => Math.Abs(x));
        return expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / scale;
    }
}
