using System.Globalization;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Train;

/// <summary>Sentences about a training, in both languages.</summary>
internal static class TrainWords
{
    public static Localized End(TrainingEnd end) => end switch
    {
        TrainingEnd.StoppedEarly => new("stopped early", "早停"),
        TrainingEnd.Cancelled => new("stopped as asked", "按要求停止"),
        _ => new("all epochs done", "全部轮次完成"),
    };

    public static IEnumerable<Localized> Heading(TrainRequest request, NetworkTraining training)
    {
        var targets = Localized.Join(", ", "、", [.. training.Targets.Select(Localized.Quote)]);
        var (task, kept, parameters) = (training.Task, training.ValidationRows, training.Trainer.Model.Parameters.Sum(parameter => parameter.Value.Count));
        var where = request.ValidationFile is { } file ? new Localized($" of {CsvFile.NameOf(file)}", $"（{CsvFile.NameOf(file)}）") : Localized.Nothing;
        yield return new(
            Invariant($"{training.Name}: {training.TrainingRows} rows to train on, {kept} to validate{where.English}; {training.Features} {(training.Features == 1 ? "feature" : "features")}, target {targets.English}"),
            Invariant($"{training.Name}：{training.TrainingRows} 行训练，{kept} 行验证{where.Chinese}；{training.Features} 个特征，目标列{targets.Chinese}"));
        var why = task.Asked ? new Localized(" as asked", "（按要求）") : task.Why.IsEmpty ? Localized.Nothing : new Localized($", because {task.Why.English}", $"，因为{task.Why.Chinese}");
        var others = task.Override.Count == 0 || task.Asked ? Localized.Nothing : new Localized(
            $"; {string.Join(" or ", task.Override.Select(word => $"--task {word}"))} takes it otherwise", $"；要按别的任务处理，请用 {string.Join(" 或 ", task.Override.Select(word => $"--task {word}"))}");
        yield return new Localized("Task: ", "任务：") + TaskOf(training) + why + others + new Localized(".", "。");
        foreach (var note in training.Notes) yield return note;
        var parametersOfLoss = training.Losses is [var only] ? ParametersOf(only) : "";
        yield return new(
            Invariant($"Loss: {training.LossName}{parametersOfLoss}{(request.Loss is null ? ", the default of the task" : "")}. Network {training.Widths} ({Layers(request).English}), {parameters} parameters{(training.Type == ElementType.Double ? ", in double precision" : "")}.{Further(training).English}"),
            Invariant($"损失：{training.LossName}{parametersOfLoss}{(request.Loss is null ? "（该任务的默认损失）" : "")}。网络 {training.Widths}（{Layers(request).Chinese}），{parameters} 个参数{(training.Type == ElementType.Double ? "，双精度" : "")}。{Further(training).Chinese}"));
        if (training.Balance is { } balance)
            yield return new($"The targets share each step by {training.Trainer.Balance!.Name}. {balance.English.Summary}", $"各目标按 {training.Trainer.Balance!.Name}（{balance.ChineseName}）共享每一步。");
    }

    private static Localized Further(NetworkTraining training)
    {
        if (training.Further.Count == 0) return Localized.Nothing;
        var names = Localized.Join(" and ", "和", [.. training.Further.Select(Localized.Quote)]);
        return new Localized($" It predicts {names.English} beside the target.", $"除目标值外，网络还预测{names.Chinese}。");
    }

    private static Localized TaskOf(NetworkTraining training) => training.Task.Task switch
    {
        PredictionTask.Binary => new(
            $"two classes, the probability of {DataException.Quote(training.Classes[1])} against {DataException.Quote(training.Classes[0])}",
            $"二分类，预测{Localized.Quote(training.Classes[1]).Chinese}相对{Localized.Quote(training.Classes[0]).Chinese}的概率"),
        PredictionTask.MultiClass => new($"{training.Classes.Count} classes", $"{training.Classes.Count} 个类别"),
        PredictionTask.Ordinal => new($"{training.Classes.Count} classes in an order", $"{training.Classes.Count} 个有序类别"),
        PredictionTask.MultiLabel => new($"{training.Targets.Count} labels", $"{training.Targets.Count} 个标签"),
        PredictionTask.Count => new("counts", "计数"),
        PredictionTask.Positive => new("positive amounts with a long tail", "长尾正数"),
        _ => new("regression", "回归"),
    };

    private static Localized Layers(TrainRequest request)
    {
        var words = new List<Localized> { Localized.Same(request.Activation) };
        if (request.Normalise != "none") words.Add(new($"{request.Normalise} normalisation", request.Normalise == "layer" ? "层归一化" : "批归一化"));
        if (request.Dropout > 0) words.Add(Localized.Same(Invariant($"dropout {request.Dropout}")));
        return Localized.Join(", ", "、", [.. words]);
    }

    private static string ParametersOf(Loss loss)
    {
        var given = loss.Entry.Parameters.Zip(loss.Parameters).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Name} = {(pair.Second is double number ? NumberFormat.Short(number) : ParameterInfo.Format(pair.Second))}").ToArray();
        return given.Length == 0 ? "" : $" ({string.Join(", ", given)})";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
