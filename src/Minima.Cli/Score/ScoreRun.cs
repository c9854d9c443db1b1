using System.Text.Encodings.Web;
using System.Text.Json;
using Minima.Cli.Compare;
using Minima.Cli.Fit;
using Minima.Cli.Predict;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Score;

/// <summary>Scores a network or a linear model.</summary>
internal static class ScoreRun
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(string modelPath, string dataPath, bool chinese, bool json, TextWriter output, CancellationToken cancellation)
    {
        var (name, reader, targets, raw, notes) = NetworkModel.IsNetwork(modelPath) ? Network(modelPath, dataPath, cancellation) : Linear(modelPath, dataPath, cancellation);
        var sheet = ScoreSheet.Of(name, reader, targets, raw);
        sheet = LossScore.On(sheet, reader, targets, raw);
        if (json)
        {
            var node = ScoreJson.Of(sheet);
            node["model"] = CsvFile.NameOf(modelPath);
            node["data"] = CsvFile.NameOf(dataPath);
            output.WriteLine(node.ToJsonString(Indented));
        }
        else
        {
            foreach (var line in Text(sheet, reader, CsvFile.NameOf(modelPath), CsvFile.NameOf(dataPath), notes))
                TextReport.WriteWrapped(line.In(chinese), output, chinese);
            output.WriteLine();
            foreach (var line in ScoreText.Lines(sheet, chinese)) output.WriteLine(line);
            output.WriteLine();
            TextReport.WriteWrapped(Loss(sheet).In(chinese), output, chinese);
            if (reader.Meaning.Constants.Count == 0)
                TextReport.WriteWrapped(new Both("Constants are those of these rows; the model does not say what its training rows had.", "常数取自这些行；模型没有记录训练行的常数。").In(chinese), output, chinese);
        }

        output.Flush();
        return ExitCode.Ok;
    }

    private static (Both Name, OutputReader Reader, double[][] Targets, double[] Raw, IReadOnlyList<Both> Notes) Network(string modelPath, string path, CancellationToken cancellation)
    {
        var model = NetworkModel.Load(modelPath);
        var (targets, raw, notes) = model.Scored(path, cancellation);
        return (new("network", "网络"), model.Reader, targets, raw, notes);
    }

    private static (Both Name, OutputReader Reader, double[][] Targets, double[] Raw, IReadOnlyList<Both> Notes) Linear(string modelPath, string path, CancellationToken cancellation)
    {
        var model = FitModelReader.Read(modelPath);
        var (reader, target, raw, notes) = LinearScore.Of(model, path, cancellation);
        return (new("model", "模型"), reader, [target], raw, notes);
    }

    private static IEnumerable<Both> Text(ScoreSheet sheet, OutputReader reader, string model, string data, IReadOnlyList<Both> notes)
    {
        var targets = Both.Join(", ", "、", [.. reader.Meaning.Targets.Select(Both.Quote)]);
        yield return new($"{model} on {sheet.Rows} rows of {data}, target {targets.English}", $"{model} 在 {data} 的 {sheet.Rows} 行上，目标列{targets.Chinese}");
        foreach (var note in notes) yield return note;
    }

    private static Both Loss(ScoreSheet sheet)
    {
        if (sheet.Losses.Count == 0) return new Both("No mean loss: ", "没有平均损失：") + sheet.WhyNoLoss + new Both(".", "。");
        var values = Both.Join(", ", "，", [.. sheet.Losses.Select((value, t) => (sheet.Losses.Count == 1 ? Both.Nothing : Both.Quote(sheet.Targets[t]) + Both.Same(" ")) + Both.Same(NumberFormat.Short(value)))]);
        return new Both($"Mean loss ({sheet.LossName}): ", $"平均损失（{sheet.LossName}）：") + values;
    }
}
