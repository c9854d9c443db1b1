using System.Globalization;
using Minima.Cli.Compare;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Train;

/// <summary>Sentences about a training, in both languages.</summary>
internal static class TrainWords
{
    public static Both End(TrainingEnd end) => end switch
    {
        TrainingEnd.StoppedEarly => new("stopped early", "提前停止"),
        TrainingEnd.Cancelled => new("stopped as asked", "按要求停止"),
        _ => new("all epochs done", "全部轮次完成"),
    };

    public static IEnumerable<Both> Heading(TrainSession session, int parameters)
    {
        var (data, task, request) = (session.Data, session.Task, session.Request);
        var targets = Both.Join(", ", "、", [.. task.Targets.Select(target => Both.Quote(target.Name))]);
        var kept = session.Validation?.Rows.Count ?? 0;
        var where = request.ValidationFile is { } file ? new Both($" of {CsvFile.NameOf(file)}", $"（{CsvFile.NameOf(file)}）") : Both.Nothing;
        yield return new(
            Invariant($"{data.Name}: {data.Training.Count} rows to train on, {kept} to validate{where.English}; {data.Treatment.FeatureCount} {(data.Treatment.FeatureCount == 1 ? "feature" : "features")}, target {targets.English}"),
            Invariant($"{data.Name}：{data.Training.Count} 行训练，{kept} 行验证{where.Chinese}；{data.Treatment.FeatureCount} 个特征，目标列{targets.Chinese}"));
        var why = task.Choice.Asked ? new Both(" as asked", "（按要求）") : task.Choice.Why.IsEmpty ? Both.Nothing : new Both($", because {task.Choice.Why.English}", $"，因为{task.Choice.Why.Chinese}");
        var others = task.Choice.Override.Count == 0 || task.Choice.Asked ? Both.Nothing : new Both(
            $"; {string.Join(" or ", task.Choice.Override.Select(word => $"--task {word}"))} takes it otherwise", $"；要作别的理解，请用 {string.Join(" 或 ", task.Choice.Override.Select(word => $"--task {word}"))}");
        yield return new Both("Task: ", "任务：") + TaskOf(session) + why + others + new Both(".", "。");
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

    private static Both Further(TrainSession session)
    {
        if (session.Meaning.Further.Count == 0) return Both.Nothing;
        var names = Both.Join(" and ", "和", [.. session.Meaning.Further.Select(Both.Quote)]);
        return new Both($" It predicts {names.English} beside the target.", $"除目标值外，网络还预测{names.Chinese}。");
    }

    private static Both TaskOf(TrainSession session) => session.Meaning.Kind switch
    {
        CompareTask.Binary => new(
            $"two classes, the probability of {DataException.Quote(session.Meaning.Classes[1])} against {DataException.Quote(session.Meaning.Classes[0])}",
            $"二分类，预测{Both.Quote(session.Meaning.Classes[1]).Chinese}相对{Both.Quote(session.Meaning.Classes[0]).Chinese}的概率"),
        CompareTask.MultiClass => new($"{session.Meaning.Classes.Count} classes", $"{session.Meaning.Classes.Count} 个类别"),
        CompareTask.Ordinal => new($"{session.Meaning.Grades.Count} classes in an order", $"{session.Meaning.Grades.Count} 个有序类别"),
        CompareTask.MultiLabel => new($"{session.Meaning.Targets.Count} labels", $"{session.Meaning.Targets.Count} 个标签"),
        CompareTask.Count => new("counts", "计数"),
        CompareTask.Positive => new("positive amounts with a long tail", "长尾正数"),
        _ => new("regression", "回归"),
    };

    private static Both Layers(TrainRequest request)
    {
        var words = new List<Both> { Both.Same(request.Activation) };
        if (request.Normalise != Networks.NoNorm) words.Add(new($"{request.Normalise} normalisation", request.Normalise == Networks.LayerNormalisation ? "层归一化" : "批归一化"));
        if (request.Dropout > 0) words.Add(Both.Same(Invariant($"dropout {request.Dropout}")));
        return Both.Join(", ", "、", [.. words]);
    }

    private static string ParametersOf(Loss loss)
    {
        var given = loss.Entry.Parameters.Zip(loss.Parameters).Where(pair => pair.Second is not null).Select(pair => $"{pair.First.Name} = {(pair.Second is double number ? NumberFormat.Short(number) : ParameterInfo.Format(pair.Second))}").ToArray();
        return given.Length == 0 ? "" : $" ({string.Join(", ", given)})";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
