namespace Minima.Cli.Compare;

/// <summary>Decides from the catalogue which losses can be trained on a target: by their declared domains, never by name.</summary>
internal sealed class Candidates
{
    private readonly TargetColumn _target;
    private readonly LossTask _task;
    private readonly double _scale;
    private readonly List<Candidate> _chosen = [];
    private readonly List<Exclusion> _excluded = [];

    private Candidates(TargetColumn target, double scale)
    {
        _target = target;
        _task = target.Kind switch
        {
            TargetKind.Binary => LossTask.Binary,
            TargetKind.MultiClass => LossTask.MultiClass,
            _ => LossTask.Regression,
        };
        _scale = scale;
    }

    /// <summary>The default loss first, then the others in the order of the catalogue or of the requests.</summary>
    public IReadOnlyList<Candidate> Chosen => _chosen;

    public IReadOnlyList<Exclusion> Excluded => _excluded;

    /// <param name="target">The column to predict.</param>
    /// <param name="scale">A robust scale of its residuals, for parameters in its units.</param>
    /// <param name="requests">Only these losses, beside the default; all when empty.</param>
    public static Candidates For(TargetColumn target, double scale, IReadOnlyList<LossRequest> requests)
    {
        var result = new Candidates(target, scale);
        var control = Catalogue.All.FirstOrDefault(entry => entry.DefaultFor.HasFlag(result._task))
            ?? throw new InvalidOperationException($"the catalogue has no default loss for {result._task}");
        var nothing = new Dictionary<string, object?>(StringComparer.Ordinal);
        result.Add(new LossRequest(control, nothing), isDefault: true);
        if (requests.Count == 0)
        {
            foreach (var entry in Catalogue.All)
            {
                if (entry == control) continue;
                if (entry.Task.HasFlag(result._task)) result.Add(new LossRequest(entry, nothing), false);
                else if (result._task == LossTask.MultiClass && entry.Family == LossFamily.MultiClass) result.Explain(new LossRequest(entry, nothing));
            }
        }

        foreach (var request in requests.DistinctBy(request => request.ToString(), StringComparer.Ordinal))
        {
            if (request.Entry != control || request.Given.Count > 0) result.Add(request, false);
        }

        return result;
    }

    private void Add(LossRequest request, bool isDefault)
    {
        if (Reason(request, out var learned, out var margin) is { } reason) _excluded.Add(new Exclusion(request.Name, reason));
        else _chosen.Add(new Candidate(request.Entry, request.Given, isDefault, learned, margin));
    }

    /// <summary>Why the loss cannot be trained here, or null.</summary>
    private string? Reason(LossRequest request, out List<LearnedInput> learned, out bool margin)
    {
        learned = [];
        margin = false;
        if (request.Entry.IsText && OfText(request.Entry) is { } unfit) return unfit;
        if (_task == LossTask.MultiClass) return RowObstacle(request, _target.Classes.Count);
        return request.Entry.Task.HasFlag(_task)
            ? Obstacle(request, _target, _scale, [], out learned, out margin)
            : $"it is not a loss for {Words(_task)}";
    }

    /// <summary>A loss for rows of classes that a comparison does not train with unless asked: said where it could not be.</summary>
    private void Explain(LossRequest request)
    {
        if (Reason(request, out _, out _) is { } reason) _excluded.Add(new Exclusion(request.Name, reason));
    }

    /// <summary>Why a linear model with a score for each class cannot be trained with the loss, or null.</summary>
    private static string? RowObstacle(LossRequest request, int classes)
    {
        var entry = request.Entry;
        if (entry.Row is null) return $"it is not a loss for {Words(LossTask.MultiClass)}";
        if (MissingParameter(request) is { } missing) return missing;
        Loss loss;
        try
        {
            loss = Candidate.Create(entry, request.Given, 1);
        }
        catch (LossException refusal)
        {
            return refusal.Message.TrimEnd('.');
        }

        if (!loss.DomainOf(0).IsReal)
            return $"its {entry.Inputs[0].Name} must be {loss.DomainOf(0)}, and a linear model gives any real number";
        if (!RowLink.IsOfScores(entry.Link))
            return $"it does not read a row of predictions as scores, which is what a linear model gives (its link is {Evaluate.Words.Snake(entry.Link)})";
        if (!KnownClasses.TakesLabels(entry) && !(loss.DomainOf(1).Contains(0) && loss.DomainOf(1).Contains(1)))
            return $"its {entry.Inputs[1].Name} must be {loss.DomainOf(1)}, and a class is a row of 0 and one 1";
        try
        {
            new RowMeanLoss(loss, [0], classes).Evaluate(new double[classes], []);
            return null;
        }
        catch (LossException refusal)
        {
            return refusal.Message.TrimEnd('.');
        }
    }

    private static string? MissingParameter(LossRequest request)
    {
        foreach (var parameter in request.Entry.Parameters)
        {
            if (parameter is { Default: null, BindsInput: null, Kind: not ParameterKind.OptionalNumber }
                && !request.Given.ContainsKey(parameter.Name))
                return $"its parameter '{parameter.Name}' has no default; give one with --loss {request.Entry.Key}:{parameter.Name}=VALUE";
        }

        return null;
    }

    /// <summary>Why a linear model cannot be trained with the loss on this target, or null.</summary>
    /// <param name="request">The loss.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="scale">For parameters in the target's units that are not given.</param>
    /// <param name="given">The further inputs that columns give.</param>
    /// <param name="learned">Those that are learned as one constant each.</param>
    /// <param name="margin">The two classes are -1 and +1 to the loss.</param>
    public static string? Obstacle(
        LossRequest request, TargetColumn target, double scale, IReadOnlyCollection<int> given, out List<LearnedInput> learned, out bool margin)
    {
        learned = [];
        margin = false;
        var entry = request.Entry;
        if (MissingParameter(request) is { } missing) return missing;
        if (entry.Inputs.Count < 2) return "it has no target";
        Loss loss;
        try
        {
            loss = Candidate.Create(entry, request.Given, scale);
        }
        catch (LossException refusal)
        {
            return refusal.Message.TrimEnd('.');
        }

        if (!loss.DomainOf(0).IsReal)
            return $"its {entry.Inputs[0].Name} must be {loss.DomainOf(0)}, and a linear model gives any real number";
        if (!entry.Inputs[0].Differentiated) return $"its {entry.Inputs[0].Name} has no gradient";
        var domain = loss.DomainOf(1);
        margin = target.Kind == TargetKind.Binary && domain.IsLabel && domain.Contains(-1);
        foreach (var value in target.Values)
        {
            var seen = margin ? (2 * value) - 1 : value;
            if (!domain.Contains(seen))
                return $"its {entry.Inputs[1].Name} must be {domain}, and {DataException.Quote(target.Name)} has {NumberFormat.Short(seen)}";
        }

        if (target.Kind == TargetKind.Regression && entry.Link == PredictionLink.Log && !(target.Values.Average() > 0))
            return $"it predicts a logarithm, and the mean of '{target.Name}' is not above 0";
        for (var index = 2; index < entry.Inputs.Count; index++)
        {
            var input = entry.Inputs[index];
            if (given.Contains(index) || input.BoundTo is not null || Binds(entry, loss, index)) continue;
            var inputDomain = loss.DomainOf(index);
            if (!input.Differentiated || !LearnedInput.CanLearn(inputDomain))
                return $"it needs the input '{input.Name}' for every row, which no column gives";
            learned.Add(new LearnedInput(index, input.Name, inputDomain));
        }

        return null;
    }

    /// <summary>Why a formula as text cannot be trained here, or null. Nobody said what its further inputs are, so none of them is learned.</summary>
    private string? OfText(LossEntry entry)
    {
        if (_task == LossTask.MultiClass) return "a formula as text has one prediction for each row, not one for each class";
        if (_task == LossTask.Binary) return "a formula as text does not say how its prediction becomes a probability";
        if (!entry.Task.HasFlag(_task)) return "its text does not use t, the target";
        return entry.Inputs.Count > 2
            ? $"it needs the input '{entry.Inputs[2].Name}' for every row, which no column gives; if it is one number, give it with --param {entry.Inputs[2].Name}=VALUE"
            : null;
    }

    private static bool Binds(LossEntry entry, Loss loss, int input)
    {
        for (var i = 0; i < entry.Parameters.Count; i++)
        {
            if (entry.Parameters[i].BindsInput == input && loss.Parameters[i] is not null) return true;
        }

        return false;
    }

    private static string Words(LossTask task) => task switch
    {
        LossTask.Binary => "two classes",
        LossTask.MultiClass => "rows of classes",
        _ => "regression",
    };
}
