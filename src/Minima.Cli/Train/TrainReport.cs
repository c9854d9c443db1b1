using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Compare;
using Minima.Cli.Explain;
using Minima.Cli.Score;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>What came of a training.</summary>
/// <param name="session">What was trained.</param>
/// <param name="trainer">It.</param>
/// <param name="result">How it ended.</param>
/// <param name="sheet">How good the network is on the validation rows, or on the training rows where there are none.</param>
/// <param name="saved">The JSON file of the model, or null.</param>
/// <param name="isDrawn">The picture that was asked for has been written.</param>
internal sealed class TrainReport(TrainSession session, Trainer trainer, TrainingResult result, ScoreSheet sheet, string? saved, bool isDrawn)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool Chinese => session.Request.Chinese;

    /// <summary>Where patience ran out at the very end, all epochs were done all the same.</summary>
    private TrainingEnd End => trainer.EpochsDone >= trainer.Epochs ? TrainingEnd.Finished : result.End;

    private bool HasValidation => session.Validation is not null;

    public IEnumerable<string> Lines()
    {
        foreach (var sentence in Ending()) foreach (var line in Wrapped.Lines(sentence.In(Chinese), TextReport.PlainWidth)) yield return line;
        yield return "";
        yield return (HasValidation
            ? new Localized($"On {sheet.Rows} validation rows", $"在 {sheet.Rows} 行验证数据上")
            : new Localized($"On the {sheet.Rows} training rows, which flatter (--validation 0.2 keeps rows to judge by)", $"在 {sheet.Rows} 行训练数据上，结果偏好（--validation 0.2 留出一部分行用于评判）")).In(Chinese);
        foreach (var line in ScoreText.Lines(sheet, Chinese)) yield return line;
        yield return "";
        foreach (var line in Next()) yield return line.In(Chinese);
    }

    public string Json()
    {
        var history = new JsonArray();
        foreach (var record in result.History) history.Add((JsonNode)JsonLogCallback.Fields(record, session.Loss.Weight));
        return new JsonObject
        {
            ["data"] = session.Data.Name,
            ["targets"] = new JsonArray([.. session.Meaning.Targets.Select(target => JsonValue.Create(target))]),
            ["task"] = session.Meaning.Task,
            ["loss"] = session.Loss.Name,
            ["network"] = session.Plan.ToString(),
            ["layers"] = trainer.Model.Describe()["layers"]!.DeepClone(),
            ["parameters"] = trainer.Model.Parameters.Sum(parameter => parameter.Value.Count),
            ["optimizer"] = trainer.Optimizer.Name,
            ["learning_rate"] = JsonNumber.Of(trainer.Optimizer.LearningRate),
            ["training_rows"] = session.Data.Training.Count,
            ["validation_rows"] = session.Validation?.Rows.Count ?? 0,
            ["ended"] = TrainWords.End(End).English,
            ["epochs"] = trainer.EpochsDone,
            ["steps"] = trainer.Step,
            ["best_epoch"] = result.BestEpoch,
            ["scores"] = ScoreJson.Of(sheet),
            ["scored_on"] = HasValidation ? "validation" : "training",
            ["model"] = saved,
            ["balance"] = trainer.Balance?.Name,
            ["plot"] = isDrawn ? session.Request.Plot : null,
            ["history"] = history,
        }.ToJsonString(Indented);
    }

    private IEnumerable<Localized> Ending()
    {
        var end = TrainWords.End(End);
        var best = result.History.FirstOrDefault(record => record.Epoch == result.BestEpoch);
        if (best is null) yield break;
        var text = new EpochText(new Tongue(Chinese), session.Loss.Weight);
        var kept = HasValidation ? new Localized("; the network has its weights", "；网络取其权重") : Localized.Nothing;
        var figures = text.Figures(best, new Tongue(Chinese)).Trim();
        yield return HasValidation
            ? new(
                FormattableString.Invariant($"{Capital(end.English)} after {trainer.EpochsDone} of {trainer.Epochs} epochs; the best is epoch {best.Epoch}: {figures}{kept.English}."),
                FormattableString.Invariant($"{end.Chinese}：{trainer.Epochs} 轮中完成 {trainer.EpochsDone} 轮；最好的是第 {best.Epoch} 轮：{figures}{kept.Chinese}。"))
            : new(
                FormattableString.Invariant($"{Capital(end.English)}: {trainer.EpochsDone}; the last: {figures}."), FormattableString.Invariant($"{end.Chinese}：共 {trainer.EpochsDone} 轮；最后一轮：{figures}。"));
        if (End == TrainingEnd.StoppedEarly)
            yield return new("Stopped because the validation loss had not got better for a while; --stop-early N waits longer, 0 for ever.", "验证损失已有一段时间没有改善，因此停止；--stop-early N 可等更久，0 表示一直等。");
    }

    private IEnumerable<Localized> Next()
    {
        if (saved is { } path)
        {
            var file = Wording.Shell(path);
            yield return new($"Saved in {path} and {ModelJson.PathOf(path, ModelJson.TensorsEnding)}. Next:", $"已存入 {path} 和 {ModelJson.PathOf(path, ModelJson.TensorsEnding)}。接下来：");
            yield return Localized.Same($"  minima predict {file} NEW.csv");
            yield return Localized.Same($"  minima score {file} TEST.csv");
        }
        else if (session.Request.Save is null)
        {
            yield return new("The network was not saved; --save NAME keeps it for minima predict and minima score.", "网络没有保存；--save NAME 可保存它，供 minima predict 和 minima score 使用。");
        }

        if (isDrawn) yield return new($"The picture of the training is in {session.Request.Plot}.", $"训练过程图在 {session.Request.Plot}。");
        if (session.Request.Checkpoints is { } folder)
        {
            var more = FormattableString.Invariant($"  minima resume {Wording.Shell(folder)} --epochs {2 * trainer.Epochs}");
            yield return new($"{more}    goes on", $"{more}    继续训练");
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
