namespace Minima.Tabular;

/// <summary>
/// Decides the role of each input of a loss from the declared axes, kinds and domains. One model has several outputs for a row (classes, grades,
/// labels, numbers, parts of 1), or the loss takes the losses of rows.
/// </summary>
internal sealed class JointBinder
{
    /// <summary>The most rows that losses comparing all rows with each other see at once.</summary>
    private const int MostCompared = 100;

    /// <summary>The number of centres of a class, if a loss takes several.</summary>
    private const int Centres = 2;

    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly JointTarget _target;
    private readonly List<InputRole> _roles = [];
    private readonly List<int[]> _shapes = [];
    private bool _isAColumn;
    private bool _isOneGroup;
    private bool _isEmbedding;
    private bool _areSteps;
    private OutputBend _bend;

    private JointBinder(LossSpec request, Loss loss, JointTarget target) => (_request, _loss, _target) = (request, loss, target);

    private LossEntry Entry => _request.Entry;

    private bool HasClasses => _target.Task is PredictionTask.MultiClass or PredictionTask.Ordinal;

    private bool HasRows => _target.Task is PredictionTask.MultiLabel or PredictionTask.Vector or PredictionTask.Composition or PredictionTask.Boxes;

    /// <summary>The reason that the loss cannot be trained with several outputs here, or null.</summary>
    /// <param name="request">The loss.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="target">The target.</param>
    /// <param name="plan">The roles of the inputs, if the loss can be trained.</param>
    public static Localized? Obstacle(LossSpec request, Loss loss, JointTarget target, out BatchPlan? plan)
    {
        plan = null;
        var binder = new JointBinder(request, loss, target);
        if (binder.Unfit() is { } unfit) return unfit;
        return new JointProbe(request, loss, target).Obstacle(binder.Plan(), out plan);
    }

    /// <summary>The loss can be trained with several outputs on such a target.</summary>
    public static bool Takes(LossEntry entry, JointTarget target)
    {
        try
        {
            var request = new LossSpec(entry, entry.Parameters.Where(parameter => parameter.IsRequired).ToDictionary(parameter => parameter.Name, parameter => parameter.Example, StringComparer.Ordinal));
            var loss = Loss.Create(entry, request.Given);
            var binder = new JointBinder(request, loss, target);
            return binder.IsBound() && new JointProbe(request, loss, target).Obstacle(binder.Plan(), out _) is null;
        }
        catch (LossException)
        {
            // A loss that throws on made-up rows of this kind does not take them.
            return false;
        }
    }

    private Localized? Unfit()
    {
        if (Entry.Suits.HasFlag(LossPurpose.OrderedClasses) && _target.Task == PredictionTask.MultiClass) return JointReasons.Ordered;
        if (IsBound()) return null;

        // The values of the target come before its kind: one row below 0 does not turn a loss of amounts into one of two classes.
        if (PredictionTasks.IsNumeric(_target.Task) && Entry.Family is not (LossFamily.Ranking or LossFamily.Survival) && Entry.Inputs.ToList().FindIndex(input => input.Name == "target") is > 0 and var given)
        {
            var domain = _loss.DomainOf(given);
            if (!domain.Contains(_target.Low)) return BatchBinder.Beyond("target", domain, _target.Low);
            if (!domain.Contains(_target.High)) return BatchBinder.Beyond("target", domain, _target.High);
        }

        return JointReasons.Unfit(Entry, Math.Min(_roles.Count, Entry.Inputs.Count - 1), _target.Task);
    }

    /// <summary>Every input has a role, and one of them is the target.</summary>
    private bool IsBound()
    {
        if (Entry.Suits.HasFlag(LossPurpose.OrderedClasses) && _target.Task == PredictionTask.MultiClass) return false;
        for (var index = 0; index < Entry.Inputs.Count; index++)
        {
            var input = Entry.Inputs[index];
            var role = index == 0 ? First(input) : input.Differentiated && !IsTarget(input) ? Further(input) : Given(input, index);
            if (role is null) return false;
            _roles.Add(role.Value);
        }

        return _roles.Exists(role => role is InputRole.Class or InputRole.OneHot or InputRole.Row or InputRole.LogRow or InputRole.Target or InputRole.Partner or InputRole.Terms);
    }

    private static bool IsTarget(InputInfo input) => input.Name is "target" or "teacher";

    /// <summary>The outputs of the model, in the shape that the loss declares.</summary>
    private InputRole? First(InputInfo input)
    {
        if (!input.Differentiated) return null;
        if (Entry.Family == LossFamily.Image && input.Axes is "..." && _loss.DomainOf(0).IsReal) return null;
        if (input.Name == "losses" && input.Axes is "N" or "...") return Weighs();
        var domain = _loss.DomainOf(0);
        var isRow = input.Kind == InputKind.Row || input.Axes is "N K" or "... K" or "B K";
        if (!Bend(domain)) return null;
        if (HasClasses)
        {
            if (Entry.Sums is not null) return _bend == OutputBend.Softmax ? Group() : null;
            if (isRow)
            {
                _areSteps = _target.Task == PredictionTask.Ordinal && Entry.Link == PredictionLink.Logit;
                return InputRole.Output;
            }

            _isEmbedding = input.Axes is "N D" && domain.IsReal;
            _isAColumn = input.Axes is "N" && _target.Task == PredictionTask.Ordinal && Entry.Inputs[1] is { Differentiated: true, Axes: "T" };
            return _isEmbedding || _isAColumn ? InputRole.Output : null;
        }

        if (_target.Task == PredictionTask.MultiLabel) return Entry.Sums is not null && !domain.IsReal ? Group() : isRow && domain.IsReal && Entry.Link != PredictionLink.Softmax ? InputRole.Output : null;
        if (_target.Task == PredictionTask.Boxes && input.Kind == InputKind.Box) return InputRole.Output;
        if (_target.Task is PredictionTask.Vector or PredictionTask.Boxes) return domain.IsReal && Entry.Link == PredictionLink.Identity && (isRow || input.Axes is "... D" or "N D") ? InputRole.Output : null;
        if (_target.Task == PredictionTask.Composition) return isRow && (_bend != OutputBend.None || Entry.Link is PredictionLink.Softmax or PredictionLink.Log) ? InputRole.Output : null;

        _isAColumn = input.Kind == InputKind.Number || input.Axes is "..." or "N";
        return _isAColumn && Entry.Sums is null && (input.Kind != InputKind.Number || _bend != OutputBend.None) ? InputRole.Output : null;
    }

    private InputRole Group()
    {
        _isOneGroup = true;
        return InputRole.Output;
    }

    private InputRole? Weighs()
    {
        if (HasRows) return null;
        _isAColumn = !HasClasses;
        return InputRole.Terms;
    }

    /// <summary>Maps any real number to the domain of the outputs; false if there is no usual map.</summary>
    private bool Bend(Domain domain)
    {
        if (domain.IsReal) return true;
        var reachesOne = domain.Contains(0.25) && domain.Contains(0.75);
        if (_target.Task is PredictionTask.MultiLabel or PredictionTask.Binary) _bend = OutputBend.Sigmoid;
        else if (HasClasses || _target.Task == PredictionTask.Composition) _bend = reachesOne ? OutputBend.Softmax : OutputBend.LogSoftmax;
        else _bend = OutputBend.Exp;
        return _bend switch
        {
            OutputBend.LogSoftmax => domain.Contains(-1) && domain.Contains(-100) && !domain.IsLabel,
            OutputBend.Exp => domain.Contains(0.5) && domain.Contains(1e6),
            _ => reachesOne,
        };
    }

    /// <summary>Further outputs, outputs of other rows, or numbers learned in addition to the weights.</summary>
    private InputRole? Further(InputInfo input)
    {
        if (!HasClasses) return null;
        if (input.IsOptional) return InputRole.Nothing;
        if (_isAColumn && input.Axes == "T")
        {
            _shapes.Add([_target.Count - 1]);
            return InputRole.Tensor;
        }

        if (!_isEmbedding) return null;
        if (input.Axes == "N D") return input.Name is "positive" or "key" or "other" ? InputRole.Partner : input.Name == "negative" ? InputRole.Stranger : null;
        if (!input.Axes.EndsWith(" D", StringComparison.Ordinal) || Entry.Inputs.FirstOrDefault(other => other.LabelAxis.Length > 0)?.LabelAxis is not { } classes || !input.Axes.StartsWith(classes + " ", StringComparison.Ordinal)) return null;
        _shapes.Add([.. input.Axes.Split(' ').Select((axis, place) => place == 0 ? _target.Count : axis == "D" ? _target.Count : Centres)]);
        return InputRole.Tensor;
    }

    private InputRole? Given(InputInfo input, int index)
    {
        if (input.BoundTo is not null) return InputRole.Nothing;
        var domain = _loss.DomainOf(index);
        if (HasClasses)
        {
            if (input.Kind is InputKind.Label or InputKind.LabelOrRow || (input.Kind == InputKind.TensorOfLabels && input.Name == "target" && input.Axes is "N" or "..." && input.LabelAxis is "" or "K" or "C")) return InputRole.Class;
            if (input.Name != "target") return input.IsOptional ? InputRole.Nothing : null;
            if (_isEmbedding) return input.Axes is not "N" || !_roles.Contains(InputRole.Partner) ? null : domain.Contains(-1) ? InputRole.IsSameSign : InputRole.IsSame;
            if (input.Axes == "N" && _target.Task == PredictionTask.Ordinal) return InputRole.Target;
            return (input.Kind == InputKind.Row || _isOneGroup || input.Axes == Entry.Inputs[0].Axes) && !domain.IsReal && domain.Contains(0) && domain.Contains(1) ? InputRole.OneHot : null;
        }

        if (input.IsOptional) return InputRole.Nothing;
        if (!IsTarget(input)) return null;
        if (HasRows)
        {
            if (_target.Task == PredictionTask.MultiLabel && (domain.IsReal || input.Kind == InputKind.LabelOrRow)) return null;
            var isAlike = _isOneGroup || input.Kind == Entry.Inputs[0].Kind && input.Axes == Entry.Inputs[0].Axes || input.Kind == InputKind.LabelOrRow;
            if (!isAlike) return null;
            if (_target.Task == PredictionTask.Composition && domain.IsReal) return Entry.Link == PredictionLink.Softmax && _target.Low > 0 ? InputRole.LogRow : null;
            return domain.Contains(_target.Low) && domain.Contains(_target.High) ? InputRole.Row : null;
        }

        return input.Name == "target" && (input.Axes.Length == 0 || input.Axes == Entry.Inputs[0].Axes) && domain.Contains(_target.Low) && domain.Contains(_target.High) ? InputRole.Target : null;
    }

    private BatchPlan Plan()
    {
        var outputs = _areSteps ? _target.Count - 1 : _isAColumn ? 1 : _target.Count;
        return new(_roles, Reading())
        {
            Task = _target.Task,
            Count = _target.Count,
            Outputs = outputs,
            IsAColumn = _isAColumn,
            IsOneGroup = _isOneGroup,
            Bend = _bend,
            SharesWeights = _isAColumn && HasClasses && _shapes.Count > 0,
            LearnedShapes = _shapes,
            MostRows = _isEmbedding ? MostCompared : 0,
            Weighed = _roles[0] == InputRole.Terms ? Loss.Create(PredictionTasks.Default(HasClasses ? PredictionTask.MultiClass : _target.Task), new Dictionary<string, object?>(StringComparer.Ordinal)) : null,
            LeavesCutOpen = _target.Task == PredictionTask.MultiLabel && Entry.Link == PredictionLink.Largest,
        };
    }

    private OutputReading Reading() => _target.Task switch
    {
        PredictionTask.MultiClass or PredictionTask.Ordinal => _isEmbedding ? OutputReading.Place
            : _areSteps || _isAColumn ? OutputReading.Steps
            : _bend != OutputBend.None || _roles[0] == InputRole.Terms || Entry.Link == PredictionLink.Softmax ? OutputReading.Softmax : OutputReading.Largest,
        PredictionTask.MultiLabel => _bend == OutputBend.Sigmoid || Entry.Link == PredictionLink.Logit ? OutputReading.Labels : OutputReading.LabelScores,
        PredictionTask.Composition => OutputReading.Softmax,
        PredictionTask.Vector or PredictionTask.Boxes => OutputReading.Numbers,
        PredictionTask.Binary => _bend == OutputBend.Sigmoid || _roles[0] == InputRole.Terms ? OutputReading.Labels : OutputReading.LabelScores,
        _ => _bend == OutputBend.Exp ? OutputReading.Logarithm : OutputReading.Numbers,
    };
}
