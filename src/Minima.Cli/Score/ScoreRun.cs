using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Score;

/// <summary>Scores a network or a linear model.</summary>
internal static class ScoreRun
{
    public static int Run(string modelPath, string? dataPath, SourceRequest? source, bool chinese, bool json, bool decompose, TextWriter output, CancellationToken cancellation)
    {
        var predictor = Predictor.Load(modelPath);
        var (sheet, parts, data) = source is null ? OfFile(predictor, dataPath!, decompose, cancellation) : OfSource(predictor, source, decompose, cancellation);
        if (json)
        {
            var node = ScoreJson.Of(sheet);
            node["model"] = CsvFile.NameOf(modelPath);
            node["data"] = data;
            if (parts is not null) node["decomposition"] = ScoreJson.Of(parts);
            output.WriteLine(JsonAnswer.Indented(node));
        }
        else
        {
            foreach (var line in Text(sheet, predictor, CsvFile.NameOf(modelPath), data))
                Wrapped.Write(line.In(chinese), output, chinese);
            output.WriteLine();
            foreach (var line in ScoreText.Lines(sheet, chinese)) output.WriteLine(line);
            output.WriteLine();
            Wrapped.Write(Loss(sheet).In(chinese), output, chinese);
            foreach (var line in parts is null ? [] : Parts(parts)) Wrapped.Write(line.In(chinese), output, chinese);
            if (sheet.HasUsualThreshold)
                Wrapped.Write(new Localized("F1 and balanced accuracy count the decisions of this model, which has no threshold of its own. minima compare prints them at thresholds chosen inside its folds; with --metric f1 --save its model keeps that threshold.", "F1 和平衡准确率按该模型的判定计算，模型没有自己的阈值。minima compare 打印的是在各折内部选好阈值后的值；加上 --metric f1 --save，保存的模型就带有该阈值。").In(chinese), output, chinese);
            if (!sheet.HasTrainingConstants)
                Wrapped.Write(new Localized("The constants were found on these rows; the model does not record those of its training rows.", "常数取自这些行；模型没有记录训练行的常数。").In(chinese), output, chinese);
        }

        output.Flush();
        return ExitCode.Ok;
    }

    private static (ScoreSheet Sheet, ScoreDecomposition? Parts, string Data) OfFile(Predictor predictor, string path, bool decompose, CancellationToken cancellation)
    {
        var table = Table.FromFile(path);
        return (predictor.Score(table, cancellation), decompose ? predictor.Decompose(table, cancellation) : null, CsvFile.NameOf(path));
    }

    private static (ScoreSheet Sheet, ScoreDecomposition? Parts, string Data) OfSource(Predictor predictor, SourceRequest request, bool decompose, CancellationToken cancellation)
    {
        if (decompose) throw new UsageException("score: --decompose sorts rows by their predictions, but --from leaves them in the source; read the rows from a file.");
        using var source = request.Open();
        return (source.Score(predictor, cancellation), null, source.Name);
    }

    private static IEnumerable<Localized> Text(ScoreSheet sheet, Predictor predictor, string model, string data)
    {
        var targets = Localized.Join(", ", "、", [.. predictor.Targets.Select(Localized.Quote)]);
        yield return new($"{model} on {sheet.Rows} rows of {data}, target {targets.English}", $"{model} 在 {data} 的 {sheet.Rows} 行上，目标列{targets.Chinese}");
        foreach (var note in sheet.Notes) yield return note;
    }

    private static IEnumerable<Localized> Parts(ScoreDecomposition parts)
    {
        var (saved, apart, all) = (NumberFormat.Short(parts.Miscalibration), NumberFormat.Short(parts.Discrimination), NumberFormat.Short(parts.Uncertainty));
        if (parts.Terms.Count > 0) yield return new($"Mean score ({Score(parts).English}): {NumberFormat.Short(parts.MeanLoss)}", $"平均得分（{Score(parts).Chinese}）：{NumberFormat.Short(parts.MeanLoss)}");
        yield return new(
            $"It is {saved} of miscalibration (recalibration would save it) - {apart} of discrimination (what the order of the predictions saves against a constant) + {all} of uncertainty (the best constant).",
            $"其中校准误差 {saved}（重新校准即可省去）− 区分度 {apart}（预测值的次序比常数所省）+ 不确定性 {all}（最优常数）。");
        foreach (var term in parts.Terms)
            yield return Localized.Same($"{term.Name}: {NumberFormat.Short(term.MeanLoss)} = {NumberFormat.Short(term.Miscalibration)} - {NumberFormat.Short(term.Discrimination)} + {NumberFormat.Short(term.Uncertainty)}");
    }

    private static Localized Score(ScoreDecomposition parts) => parts.Loss switch
    {
        "pinball-mean" => new("mean pinball loss at the levels below", "下列各水平上的平均 pinball 损失"),
        "rps" => new("ranked probability score", "排序概率得分"),
        _ => new("Brier score", "Brier 得分"),
    };

    private static Localized Loss(ScoreSheet sheet)
    {
        if (sheet.Losses.Count == 0) return new Localized("No mean loss: ", "没有平均损失：") + sheet.WhyNoLoss + new Localized(".", "。");
        var values = Localized.Join(", ", "，", [.. sheet.Losses.Select((value, t) => (sheet.Losses.Count == 1 ? Localized.Nothing : Localized.Quote(sheet.Targets[t]) + Localized.Same(" ")) + Localized.Same(NumberFormat.Short(value)))]);
        return new Localized($"Mean loss ({sheet.LossName}): ", $"平均损失（{sheet.LossName}）：") + values;
    }
}
