using System.Globalization;
using Minima.Cli.Compare;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Train;

/// <summary>Sentences about a training, in both languages.</summary>
internal static class TrainWords
{
    public static Localized End(TrainingEnd end) => end switch
    {
        TrainingEnd.StoppedEarly => new("stopped early", "提前停止"),
        TrainingEnd.Cancelled => new("stopped as asked", "按要求停止"),
        _ => new("all epochs done", "全部轮次完成"),
    };

    public static IEnumerable<Localized> Heading(TrainSession session, int parameters)
    {
        var (data, task, request) = (session.Data, session.Task, session.Request);
        var targets = Localized.Join(", ", "、", [.. task.Targets.Select(target => Localized.Quote(target.Name))]);
        var kept = session.Validation?.Rows.Count ?? 0;
        var where = request.ValidationFile is { } file ? new Localized($" of {CsvFile.NameOf(file)}", $"（{CsvFile.NameOf(file)}）") : Localized.Nothing;
        yield return new(
            Invariant($"{data.Name}: {data.Training.Count} rows to train on, {kept} to validate{where.English}; {data.Treatment.FeatureCount} {(data.Treatment.FeatureCount == 1 ? "feature" : "features")}, target {targets.English}"),
            Invariant($"{data.Name}：{data.Training.Count} 行训练，{kept} 行验证{where.Chinese}；{data.Treatment.FeatureCount} 个特征，目标列{targets.Chinese}"));
        var why = task.Choice.Asked ? new Localized(" as asked", "（按要求）") : task.Choice.Why.IsEmpty ? Localized.Nothing : new Localized($", because {task.Choice.Why.English}", $"，因为{task.Choice.Why.Chinese}");
        var others = task.Choice.Override.Count == 0 || task.Choice.Asked ? Localized.Nothing : new Localized(
            $"; {string.Join(" or ", task.Choice.Override.Select(word => $"--task {word}"))} takes it otherwise", $"；要作别的理解，请用 {string.Join(" 或 ", task.Choice.Override.Select(word => $"--task {word}"))}");
        yield return new Localized("Task: ", "任务：") + TaskOf(session) + why + others + new Localized(".", "。");
        foreach (var note in task.Notes.Concat(data.BothNotes)) yield return note;
        var parametersOfLoss = session.Loss.Targets.Count == 1 ? ParametersOf(session.Loss.Targets[0].Loss) : "";
        yield return new(
            Invariant($"Loss: {session.Loss.Name}{parametersOfLoss}{(request.Loss is null ? ", the default of the task" : "")}. Network {session.Plan} ({Layers(request).English}), {parameters} parameters{(session.Plan.Type == ElementType.Double ? ", in double precision" : "")}.{Further(session).English}"),
            Invariant($"损失：{session.Loss.Name}{parametersOfLoss}{(request.Loss is null ? "（该任务的默认损失）" : "")}。网络 {session.Plan}（{Layers(request).Chinese}），{parameters} 个参数{(session.Plan.Type == ElementType.Double ? "，双精度" : "")}。{Further(session).Chinese}"));
        if (BalanceChoice.Of(request) is { } balance)
        {
            var entry = Catalogue.Find(balance.Name);
            yield return new($"The targets share each step by {balance.Name}. {entry.English.Summary}", $"各目标按 {balance.Name}（{entry.ChineseName}）共享每一步。");
        }
    }

    private static Localized Further(TrainSession session)
    {
        if (session.Meaning.Further.Count == 0) return Localized.Nothing;
        var names = Localized.Join(" and ", "和", [.. session.Meaning.Further.Select(Localized.Quote)]);
        return new Localized($" It predicts {names.English} beside the target.", $"除目标值外，网络还预测{names.Chinese}。");
    }

    private static Localized TaskOf(TrainSession session) => session.Meaning.Kind switch
    {
        PredictionTask.Binary => new(
            $"two classes, the probability of {DataException.Quote(session.Meaning.Classes[1])} against {DataException.Quote(session.Meaning.Classes[0])}",
            $"二分类，预测{Localized.Quote(session.Meaning.Classes[1]).Chinese}相对{Localized.Quote(session.Meaning.Classes[0]).Chinese}的概率"),
        PredictionTask.MultiClass => new($"{session.Meaning.Classes.Count} classes", $"{session.Meaning.Classes.Count} 个类别"),
        PredictionTask.Ordinal => new($"{session.Meaning.Grades.Count} classes in an order", $"{session.Meaning.Grades.Count} 个有序类别"),
        PredictionTask.MultiLabel => new($"{session.Meaning.Targets.Count} labels", $"{session.Meaning.Targets.Count} 个标签"),
        PredictionTask.Count => new("counts", "计数"),
        PredictionTask.Positive => new("positive amounts with a long tail", "长尾正数"),
        _ => new("regression", "回归"),
    };

    private static Localized Layers(TrainRequest request)
    {
        var words = new List<Localized> { Localized.Same(request.Activation) };
        if (request.Normalise != Networks.NoNorm) words.Add(new($"{request.Normalise} normalisation", request.Normalise == Networks.LayerNormalisation ? "层归一化" : "批归一化"));
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
