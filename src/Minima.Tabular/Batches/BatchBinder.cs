using System.Globalization;

namespace Minima.Tabular;

/// <summary>Decides the role of each input of a loss on survival times or queries, from the declared axes, kinds and domains.</summary>
internal sealed class BatchBinder
{
    private const int MostSteps = 10;
    private const double Rounding = 1e-12;

    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly PredictionTask _task;
    private readonly double[] _target;
    private readonly List<LearnedInput> _learned = [];
    private readonly List<InputRole> _roles = [];
    private bool _several;
    private bool _squashed;

    private BatchBinder(LossSpec request, Loss loss, PredictionTask task, double[] target) => (_request, _loss, _task, _target) = (request, loss, task, target);

    private LossEntry Entry => _request.Entry;

    /// <summary>The reason that the loss cannot be trained here, or null.</summary>
    /// <param name="request">The loss.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="task">Times or queries.</param>
    /// <param name="target">The target of the rows that count.</param>
    /// <param name="plan">The roles of the inputs, if the loss can be trained.</param>
    /// <param name="learned">The inputs that are learned as one constant each.</param>
    public static Localized? Obstacle(LossSpec request, Loss loss, PredictionTask task, double[] target, out BatchPlan? plan, out List<LearnedInput> learned)
    {
        var binder = new BatchBinder(request, loss, task, target);
        learned = binder._learned;
        plan = null;
        if (binder.Bind() is { } obstacle) return obstacle;
        var bound = new BatchPlan(binder._roles, binder._several ? OutputReading.Steps : binder._squashed ? OutputReading.Logit : OutputReading.Score) { HasSeveralOutputs = binder._several, IsOneGroup = request.Entry.Sums is not null };
        if (task == PredictionTask.Survival)
        {
            if (binder.Reading(bound) is not { } reading)
            {
                return new(
                    "it is neither a likelihood of times nor a comparison of risks, so that its outputs are no survival curve",
                    "它既不是时间的似然，也不是风险的比较，因此其输出不是生存曲线");
            }

            bound = bound with { Reading = reading, LearnedParameters = reading == OutputReading.Times ? binder.Scales() : [] };
        }

        plan = bound;
        return null;
    }

    private Localized? Bind()
    {
        for (var index = 0; index < Entry.Inputs.Count; index++)
        {
            if ((Entry.Inputs[index].Differentiated ? Differentiated(index) : Given(index)) is not { } role) return Unfit(index);
            _roles.Add(role);
            var domain = _loss.DomainOf(index);
            _squashed |= role == InputRole.Output && _task == PredictionTask.Binary && !domain.IsReal && domain.Contains(0) && domain.Contains(1);
            if (role is InputRole.Output or InputRole.Ahead or InputRole.Behind && !domain.IsReal && !_squashed)
                return Beyond(Entry.Inputs[index].Name, domain);
            if (role == InputRole.Target && Array.FindIndex(_target, value => !domain.Contains(value)) is >= 0 and var wrong)
                return Beyond(Entry.Inputs[index].Name, domain, _target[wrong]);
        }

        var complete = _task == PredictionTask.Survival ? _roles.Contains(InputRole.Event) || _roles.Contains(InputRole.Behind) : _roles.Contains(InputRole.Target) || _roles.Contains(InputRole.Behind);
        if (!complete) return new("it reads nothing of what happened to a row", "它不读取各行发生了什么");
        return _several && _task == PredictionTask.Ranking && (_target.Max() > MostSteps || Array.Exists(_target, value => !double.IsInteger(value) || value < 0))
            ? new($"it needs whole grades from 0 to at most {MostSteps.ToString(CultureInfo.InvariantCulture)}", $"它需要 0 到至多 {MostSteps.ToString(CultureInfo.InvariantCulture)} 的整数等级")
            : null;
    }

    /// <summary>The role of an input with a gradient: an output of the model, or a learned constant.</summary>
    private InputRole? Differentiated(int index)
    {
        var input = Entry.Inputs[index];
        var isNumber = input.Kind == InputKind.Number;
        var axes = input.Axes;
        if (_roles.Count == 0)
        {
            _several = axes is "N T" or "... K";
            if (_task == PredictionTask.Binary) return Entry.Sums is not null || axes is "N" or "..." ? InputRole.Output : null;
            if (_task == PredictionTask.Survival) return isNumber || axes is "N" ? (IsPaired("N M") ? InputRole.Ahead : InputRole.Output) : axes is "N T" ? InputRole.Output : null;
            return axes is "B N" or "... K" ? InputRole.Output : (isNumber || axes is "...") && IsPaired(axes) ? InputRole.Ahead : null;
        }

        if (_roles[0] == InputRole.Ahead && _roles.Count == 1) return InputRole.Behind;
        if (_task != PredictionTask.Survival || !isNumber || !LearnedInput.CanLearn(_loss.DomainOf(index))) return null;
        _learned.Add(new(index, input.Name, _loss.DomainOf(index)));
        return InputRole.Learned;
    }

    /// <summary>The second input has a gradient and these axes: it takes the model's outputs of other rows.</summary>
    private bool IsPaired(string axes) => Entry.Inputs.Count > 1 && Entry.Inputs[1].Differentiated && Entry.Inputs[1].Axes == axes && (axes.Length > 0 || _task == PredictionTask.Ranking);

    /// <summary>The role of an input without a gradient: a column, or a value derived from columns.</summary>
    private InputRole? Given(int index)
    {
        var input = Entry.Inputs[index];
        if (_task == PredictionTask.Survival)
        {
            return input switch
            {
                { Kind: InputKind.TensorOfLabels, Axes: "N", LabelAxis: "T" } => InputRole.Interval,
                { Name: "time" } => InputRole.Target,
                { Name: "event" } => InputRole.Event,
                { Name: "fraction", Axes: "N" } => InputRole.Fraction,
                { Axes: "T" } => InputRole.Beginnings,
                { IsOptional: true } => InputRole.Nothing,
                _ => null,
            };
        }

        if (_task == PredictionTask.Binary) return input.Name == "target" && (input.Axes.Length == 0 || input.Axes == Entry.Inputs[0].Axes) && _loss.DomainOf(index) is { IsReal: false } shares && shares.Contains(0) && shares.Contains(1) ? InputRole.Target : null;
        return input switch
        {
            { Name: "mask", IsOptional: true } => InputRole.Mask,
            { IsOptional: true } => InputRole.Nothing,
            { Name: "target", Axes: "B N" or "..." } => InputRole.Target,
            { Kind: InputKind.Number } when _loss.DomainOf(index) is { IsLabel: true } domain && domain.Contains(-1) => InputRole.Order,
            _ => null,
        };
    }

    /// <summary>The meaning of the outputs, inferred from the loss on made-up rows; null if it has none.</summary>
    private OutputReading? Reading(BatchPlan plan)
    {
        if (plan.HasPairs) return OutputReading.RelativeRisk;
        double[] times = [1, 2, 3, 4, 5, 6, 7, 8], events = [1, 0, 1, 1, 0, 1, 1, 1];
        var units = BatchUnits.Of(plan, times, events);
        double[] outputs = [.. Enumerable.Range(0, times.Length * units.Outputs).Select(k => Math.Sin(k))];
        var candidate = new Candidate(Entry, _request.Given, false, _learned, false) { Batch = plan, Facts = new(events, null) };
        try
        {
            var loss = new BatchLoss(candidate, _loss, new(times, events, null), units);
            var theta = new double[loss.Learned];
            var (here, moved) = (loss.Evaluate(outputs, theta, [], []), loss.Evaluate(Array.ConvertAll(outputs, output => output + 2), theta, [], []));
            if (!plan.HasSeveralOutputs && Math.Abs(here - moved) <= 1e-9 * Math.Max(1, Math.Abs(here))) return OutputReading.RelativeRisk;
            var curves = new SurvivalCurves(plan with { Reading = OutputReading.Times }, _loss, [.. _learned.Select(input => input.Value(0))], new(units.Time, units.Cuts, [], []));
            double[] moments = [.. Enumerable.Range(0, 80).Select(k => (k + 0.1) / 10)];
            var survived = curves.At(outputs, times.Length, moments);
            for (var i = 0; i < survived.Length; i++)
            {
                if (!(survived[i] is >= 0 and <= 1 + Rounding) || (i % moments.Length > 0 && survived[i] > survived[i - 1] + Rounding)) return null;
            }

            return OutputReading.Times;
        }
        catch (LossException)
        {
            // A loss that is one number for all rows has no terms, so it is not a likelihood of each row.
            return null;
        }
    }

    /// <summary>The scale parameters of the likelihood that were not given.</summary>
    private int[] Scales() => [.. Enumerable.Range(0, Entry.Parameters.Count).Where(k => Entry.Parameters[k] is { Kind: ParameterKind.Number, BindsInput: null } parameter
        && !_request.Given.ContainsKey(parameter.Name) && _request.Tuned?.Name != parameter.Name && parameter.Domain.Contains(1) && !parameter.Domain.Contains(0))];

    private Localized Unfit(int index) => new(
        $"it needs the input '{Entry.Inputs[index].Name}' [{Axes(index)}], which neither the model nor a column gives here",
        $"它需要输入“{Entry.Inputs[index].Name}”[{Axes(index)}]，而这里模型和列都不能提供");

    private string Axes(int index) => Entry.Inputs[index] is { Axes.Length: > 0 } input ? input.Axes : "N";

    /// <summary>An input does not take the target of some row or, if none is given, an output of the model.</summary>
    public static Localized Beyond(string input, Domain domain, double? target = null)
    {
        var but = target is { } seen ? new Localized($"a row has {NumberFormat.Short(seen)}", $"有一行为 {NumberFormat.Short(seen)}") : new("a model gives any real number", "模型可给出任意实数");
        return new($"its {input} must be {domain}, and {but.English}", $"其 {input} 必须满足：{domain.Rule.Chinese}，而{but.Chinese}");
    }
}
