using System.Text.Json.Nodes;
using Minima.Cli.Score;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>The report of a training.</summary>
/// <param name="request">The request.</param>
/// <param name="training">The training.</param>
/// <param name="result">The reason for the end, and the scores of the network.</param>
/// <param name="saved">The JSON file of the model, or null.</param>
/// <param name="isDrawn">True if the requested picture has been written.</param>
internal sealed class TrainReport(TrainRequest request, NetworkTraining training, NetworkResult result, string? saved, bool isDrawn)
{
    private bool Chinese => request.Chinese;

    private Trainer Trainer => training.Trainer;

    private ScoreSheet Sheet => result.Scores!;

    public IEnumerable<string> Lines()
    {
        foreach (var sentence in Ending()) foreach (var line in Wrapped.Lines(sentence.In(Chinese), Screen.WidthOfFiles)) yield return line;
        yield return "";
        yield return (result.HasValidation
            ? new Localized($"On {Sheet.Rows} validation {(Sheet.Rows == 1 ? "row" : "rows")}", $"在 {Sheet.Rows} 行验证数据上")
            : new Localized($"On the {Sheet.Rows} training rows, an optimistic estimate (--validation 0.2 holds out rows)", $"在 {Sheet.Rows} 行训练数据上，结果会偏乐观（--validation 0.2 留出一部分行用于验证）")).In(Chinese);
        foreach (var line in ScoreText.Lines(Sheet, Chinese)) yield return line;
        yield return "";
        foreach (var line in Next()) yield return line.In(Chinese);
    }

    public string Json()
    {
        var history = new JsonArray();
        foreach (var record in result.Epochs) history.Add((JsonNode)JsonLogCallback.Fields(record, training.LossWeight));
        return JsonAnswer.Indented(new JsonObject
        {
            ["data"] = training.Name,
            ["targets"] = new JsonArray([.. training.Targets.Select(target => JsonValue.Create(target))]),
            ["task"] = PredictionTasks.Word(training.Task.Task),
            ["loss"] = training.LossName,
            ["network"] = training.Widths,
            ["layers"] = Trainer.Model.Describe()["layers"]!.DeepClone(),
            ["parameters"] = Trainer.Model.Parameters.Sum(parameter => parameter.Value.Count),
            ["optimizer"] = Trainer.Optimizer.Name,
            ["learning_rate"] = JsonNumber.Of(Trainer.Optimizer.LearningRate),
            ["training_rows"] = training.TrainingRows,
            ["validation_rows"] = training.ValidationRows,
            ["ended"] = TrainWords.End(result.End).English,
            ["epochs"] = Trainer.EpochsDone,
            ["steps"] = Trainer.Step,
            ["best_epoch"] = result.BestEpoch,
            ["scores"] = ScoreJson.Of(Sheet),
            ["scored_on"] = result.HasValidation ? "validation" : "training",
            ["model"] = saved,
            ["balance"] = Trainer.Balance?.Name,
            ["plot"] = isDrawn ? request.Plot : null,
            ["history"] = history,
        });
    }

    private IEnumerable<Localized> Ending()
    {
        var end = TrainWords.End(result.End);
        var best = result.Epochs.FirstOrDefault(record => record.Epoch == result.BestEpoch);
        if (best is null) yield break;
        var text = new EpochText(new Tongue(Chinese), training.LossWeight);
        var kept = result.HasValidation ? new Localized("; the network has its weights", "；网络取其权重") : Localized.Nothing;
        var figures = text.Figures(best, new Tongue(Chinese)).Trim();
        yield return result.HasValidation
            ? new(
                FormattableString.Invariant($"{Capital(end.English)} after {Trainer.EpochsDone} of {Trainer.Epochs} epochs; the best is epoch {best.Epoch}: {figures}{kept.English}."),
                FormattableString.Invariant($"{end.Chinese}：{Trainer.Epochs} 轮中完成 {Trainer.EpochsDone} 轮；最好的是第 {best.Epoch} 轮：{figures}{kept.Chinese}。"))
            : new(
                FormattableString.Invariant($"{Capital(end.English)}: {Trainer.EpochsDone}; the last: {figures}."), FormattableString.Invariant($"{end.Chinese}：共 {Trainer.EpochsDone} 轮；最后一轮：{figures}。"));
        if (result.End == TrainingEnd.StoppedEarly)
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
        else if (request.Save is null)
        {
            yield return new("The network was not saved; --save NAME keeps it for minima predict and minima score.", "网络没有保存；--save NAME 可保存它，供 minima predict 和 minima score 使用。");
        }

        if (isDrawn) yield return new($"The picture of the training is in {request.Plot}.", $"训练过程图在 {request.Plot}。");
        if (request.Checkpoints is { } folder)
        {
            var more = FormattableString.Invariant($"  minima resume {Wording.Shell(folder)} --epochs {2 * Trainer.Epochs}");
            yield return new($"{more}    goes on", $"{more}    继续训练");
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
