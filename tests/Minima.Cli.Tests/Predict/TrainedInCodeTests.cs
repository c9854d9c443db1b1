using System.Globalization;
using System.Text;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Fit;
using Minima.Training;
using Xunit;

namespace Minima.Cli.Tests.Predict;

/// <summary>Models that a C# program trained and saved, without a word on what their outputs stand for.</summary>
public sealed class TrainedInCodeTests
{
    /// <summary>Every form of targets, with a loss of each link: predictions are those of the network, in the units of the column.</summary>
    [Theory]
    [InlineData("mse", "amount", TargetForm.Automatic, false, 1, "prediction")]
    [InlineData("mse", "amount", TargetForm.Automatic, true, 1, "prediction")]
    [InlineData("poisson_nll", "amount", TargetForm.Numbers, false, 1, "exp")]
    [InlineData("gaussian_nll_log_variance", "amount", TargetForm.Numbers, false, 2, "prediction")]
    [InlineData("huber", "amount,x", TargetForm.Numbers, false, 2, "prediction")]
    [InlineData("bce_with_logits", "sick", TargetForm.TwoClasses, false, 1, "sigmoid")]
    [InlineData("cross_entropy", "kind", TargetForm.Automatic, false, 3, "softmax")]
    [InlineData("cross_entropy", "sick", TargetForm.Classes, false, 2, "softmax")]
    [InlineData("multi_margin", "kind", TargetForm.Classes, false, 3, "none")]
    public async Task PredictReadsThem(string loss, string targets, TargetForm form, bool standardized, int outputs, string link)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("table.csv", Encoding.UTF8.GetBytes("w,x,sick,kind,amount\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i * 37 % 61},{i * 11 % 17},{(i % 3 == 0 ? "yes" : "no")},{"abc"[i % 3]},{100 + (i % 7)}\n")))));
        var model = System.IO.Path.Combine(folder.Path, "model");
        using var data = CsvData.Open(table, new() { Targets = targets.Split(','), Form = form, JoinsTargets = targets.Contains(',', StringComparison.Ordinal), StandardizesTargets = standardized, Ignore = targets.Contains(',', StringComparison.Ordinal) ? [] : ["x"], Precision = ElementType.Double });
        using var loader = new DataLoader(data, new() { BatchSize = 20 });
        var network = Models.Mlp(data.Treatment.FeatureCount, [4], outputs, new RandomState(1), type: ElementType.Double);
        var trainer = new Trainer(network, new Objective(Loss.Create(loss)), new Adam(network.Parameters, 1e-3)) { Epochs = 2 };
        trainer.Fit(loader);
        trainer.SaveModel(model);

        var run = await Of("predict", model, table);
        Assert.True(run.Code == 0, run.Error);
        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(61, lines.Length);
        var expected = Raw(Module.Load(model), table, data.Treatment, outputs);
        for (var row = 0; row < 60; row++)
        {
            var raw = expected[row];
            double[] numbers = link switch
            {
                "exp" => [.. raw.Select(Math.Exp)],
                "sigmoid" => [1 / (1 + Math.Exp(-raw[0]))],
                "softmax" => [.. raw.Select(one => Math.Exp(one) / raw.Sum(Math.Exp))],
                _ => standardized ? [data.Treatment.Targets[0].Restore(raw[0])] : raw,
            };
            var cells = lines[row + 1].Split(',');
            for (var k = 0; k < numbers.Length; k++) Assert.Equal(numbers[k], double.Parse(cells[k], CultureInfo.InvariantCulture), 1e-9 * Math.Max(1, Math.Abs(numbers[k])));
        }

        var scored = await Of("score", model, table);
        Assert.True(scored.Code == 0, scored.Error);
    }

    [Fact]
    public async Task AModelThatSawNoTableSaysSo()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("table.csv", "x\n1\n"u8);
        var model = System.IO.Path.Combine(folder.Path, "model");
        var network = Models.Mlp(1, [4], 1, new RandomState(1));
        new Trainer(network, new Objective(Loss.Create("mse")), new Adam(network.Parameters, 1e-3)).SaveModel(model);
        var run = await Of("predict", model, table);
        Assert.NotEqual(0, run.Code);
        Assert.Contains("Module.Load", run.Error, StringComparison.Ordinal);
    }

    private static double[][] Raw(Module network, string table, TableTreatment treatment, int outputs)
    {
        using var data = treatment.Open(table, new() { Precision = ElementType.Double });
        using var loader = new DataLoader(data, new() { BatchSize = 60, Shuffles = false });
        foreach (var batch in loader.Epoch(0)) return [.. network.Forward(batch.Features).ToArray().Chunk(outputs)];
        return [];
    }

    private static async Task<FitRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new FitRun(code, output.ToString(), error.ToString());
    }
}
