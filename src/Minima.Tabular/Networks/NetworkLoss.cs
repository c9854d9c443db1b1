namespace Minima.Tabular;

/// <summary>Finds the requested or the default loss, and rejects one that does not fit the target, with the list of losses that do.</summary>
internal sealed class NetworkLoss
{
    private const int MostNamed = 12;

    private readonly NetworkTask _task;
    private readonly LossSpec _request;

    private NetworkLoss(NetworkTask task, LossSpec request)
    {
        _task = task;
        _request = request;
    }

    /// <exception cref="LossException">The loss is unknown, rejects a parameter, or is for other targets.</exception>
    public static NetworkLoss Of(LossSpec? given, NetworkTask task)
    {
        var loss = given ?? new LossSpec(PredictionTasks.Default(task.Task), new Dictionary<string, object?>(StringComparer.Ordinal));
        var choice = new NetworkLoss(task, loss);
        if (Obstacle(task, loss, out _, out _) is not { } obstacle) return choice;
        string[] fitting = [.. Fitting(task).Take(MostNamed + 1)];
        var more = fitting.Length > MostNamed ? " and others" : "";
        var targets = DataException.List([.. task.Targets.Select(target => target.Name)]);
        throw new LossException(
            LossError.Domain,
            $"--loss {loss.Name} cannot be trained on the target {targets} ({PredictionTasks.Word(task.Task)}): {obstacle.English}.{Otherwise(task, loss)} Losses that fit: {string.Join(", ", fitting.Take(MostNamed))}{more}; minima explain NAME says when to use one.");
    }

    /// <summary>" With --task multiclass it can be.", if another reading of the target would fit.</summary>
    private static string Otherwise(NetworkTask task, LossSpec loss)
    {
        if (task.Targets.Count > 1) return "";
        if (loss.Entry.TakesTensors && loss.Entry.Suits.HasFlag(LossPurpose.OrderedClasses)) return " It is for grades in order; minima boost and minima compare take it with --order and the grades from the lowest to the highest.";
        if (loss.Entry.Family is LossFamily.Survival or LossFamily.Ranking)
        {
            var option = loss.Entry.Family == LossFamily.Survival ? "--event" : "--query";
            return $" minima boost and minima compare take it with {option} and the column of the {(option == "--event" ? "events" : "queries")}.";
        }

        var rows = loss.Entry.Row is not null;
        var numeric = (loss.Entry.Task & LossTask.Regression) != LossTask.None;
        if (rows && (task.Task == PredictionTask.Binary || task.Choice.Override.Contains(PredictionTasks.Word(PredictionTask.MultiClass), StringComparer.Ordinal))) return $" To use it as classes, give --task {PredictionTasks.Word(PredictionTask.MultiClass)}.";
        return numeric && task.Choice.Override.Contains(PredictionTasks.Word(PredictionTask.Regression), StringComparer.Ordinal) ? $" To use it as a number, give --task {PredictionTasks.Word(PredictionTask.Regression)}." : "";
    }

    /// <summary>The loss takes grades as classes.</summary>
    public bool AsClasses => _task.Task == PredictionTask.Ordinal && _request.Entry.Row is not null;

    /// <summary>The target is one class of several.</summary>
    public bool IsOfClasses => _task.Task == PredictionTask.MultiClass || AsClasses;

    /// <summary>The loss for the training rows.</summary>
    /// <param name="values">The values of the training rows for each target.</param>
    /// <param name="residualScale">The robust scale of a linear model's residuals for a target by its index; called only if the loss needs it.</param>
    public LossPlan Plan(IReadOnlyList<double[]> values, Func<int, double> residualScale)
    {
        var entry = _request.Entry;
        Obstacle(_task, _request, out var margin, out var further);
        if (_task.Targets[0].Kind != TargetKind.Regression || IsOfClasses)
        {
            var loss = Candidate.Create(entry, _request.Given, 1);
            return new LossPlan
            {
                Entry = entry,
                MarginLabels = margin,
                OneHot = IsOfClasses && !KnownClasses.TakesLabels(entry),
                AsClasses = AsClasses,
                Link = entry.Row is null ? new Candidate(entry, _request.Given, false, [], margin).Link.Name : entry.Link,
                Targets = [new TargetLoss(loss)],
            };
        }

        return new LossPlan { Entry = entry, Link = new Candidate(entry, _request.Given, false, [], false).Link.Name, Targets = [.. values.Select((numbers, k) => Numbers(numbers, () => residualScale(k), further))] };
    }

    private TargetLoss Numbers(double[] values, Func<double> residualScale, IReadOnlyList<LearnedInput> further)
    {
        var entry = _request.Entry;
        var needsScale = entry.HasUnitResidual || entry.Parameters.Any(parameter => parameter.InTargetUnits && !_request.Given.ContainsKey(parameter.Name));
        var scale = needsScale ? residualScale() : 1;
        return TargetLoss.OfNumbers(Candidate.Create(entry, _request.Given, scale), values, scale, further);
    }

    /// <summary>The keys of the losses that can be trained, the default first.</summary>
    private static IEnumerable<string> Fitting(NetworkTask task)
    {
        var first = PredictionTasks.Default(task.Task);
        var nothing = new Dictionary<string, object?>(StringComparer.Ordinal);
        return Catalogue.All.Where(entry => entry != first && entry.Task != LossTask.None).Prepend(first)
            .Where(entry => Obstacle(task, new LossSpec(entry, nothing), out _, out _) is null)
            .Select(entry => entry.Key);
    }

    /// <summary>The reason why a network cannot be trained with the loss on the target, or null.</summary>
    private static Localized? Obstacle(NetworkTask task, LossSpec request, out bool margin, out List<LearnedInput> further)
    {
        margin = false;
        further = [];
        var entry = request.Entry;
        if (task.Task == PredictionTask.MultiClass || (task.Task == PredictionTask.Ordinal && entry.Row is not null))
            return entry.IsText ? OneOutput : Candidates.RowObstacle(request, (task.AsClasses ?? task.Targets[0]).Classes.Count);
        if (entry.Row is not null)
            return task.Task == PredictionTask.MultiLabel && entry.Family == LossFamily.MultiLabel ? null : Candidates.NotFor(task.Task);
        var flags = task.Task is PredictionTask.Binary or PredictionTask.MultiLabel ? LossTask.Binary : LossTask.Regression;
        if (!entry.IsText && (entry.Task & flags) == LossTask.None) return Candidates.NotFor(task.Task);
        if (entry is { IsText: true, Task: LossTask.None }) return new("its text does not use t, the target", "公式中没有用到目标值 t");
        foreach (var target in task.Targets)
        {
            if (Candidates.Obstacle(request, target, 1, [], out further, out margin, task.Used) is { } obstacle) return obstacle;
            if (further.Find(input => entry.IsText || target.Kind != TargetKind.Regression || !FurtherOutput.CanPredict(input.Domain)) is { } unfit) return Further(entry, unfit);
        }

        return null;
    }

    private static readonly Localized OneOutput = new("a formula as text has one prediction for each row, not one for each class", "文本公式每行只有一个预测值，而不是每个类别一个");

    /// <summary>The reason to reject an input that is neither given nor predicted: no network predicts the names of a formula.</summary>
    private static Localized Further(LossEntry entry, LearnedInput input)
    {
        var bound = entry.Parameters.FirstOrDefault(parameter => parameter.BindsInput == input.Index);
        if (bound is not null)
            return new($"its '{input.Name}' is not known; give it as a number with --loss {entry.Key}:{bound.Name}=VALUE", $"其“{input.Name}”未知；请用 --loss {entry.Key}:{bound.Name}=VALUE 给出一个数");
        return entry.IsText
            ? new(
                $"it needs the input '{input.Name}' for every row, which the network does not predict; if it is one number, give it with --param {input.Name}=VALUE, if a column, take minima fit or minima compare",
                $"它每行都需要输入“{input.Name}”，而网络不预测它；若它只是一个数，请用 --param {input.Name}=VALUE 给出；若它是一列，请用 minima fit 或 minima compare")
            : new($"it needs the input '{input.Name}' for every row, and the network cannot predict it", $"它每行都需要输入“{input.Name}”，而网络无法预测它");
    }
}
