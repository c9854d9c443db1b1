using System.Collections.Immutable;

namespace Minima.Tabular;

/// <summary>
/// Decides how a loss is trained as a distribution: a head for each input with a gradient, and the meaning of the heads, inferred from the loss on made-up numbers. It reads
/// axes, domains and the declared names of inputs, never the name of a loss.
/// </summary>
internal sealed class HeadBinder
{
    private const int Mixed = 3;
    private const double Same = 1e-4;
    private const double Draws = 4;

    /// <summary>The means at which the variance is read.</summary>
    private static readonly double[] Probed = [0.3, 0.6, 1.4];

    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly Wanted _wanted;
    private readonly double[] _target;
    private readonly bool _isDefault;
    private readonly List<Head> _heads = [];
    private int _targetIndex = -1;
    private int _event = -1;

    private HeadBinder(LossSpec request, Loss loss, Wanted wanted, double[] target, bool isDefault) =>
        (_request, _loss, _wanted, _target, _isDefault) = (request, loss, wanted, target, isDefault);

    private LossEntry Entry => _request.Entry;

    /// <summary>A loss whose inputs are numbers of one target, so that it could be a distribution of it. It has more than one of them, or its family is known to describe more than a location.</summary>
    public static bool IsTried(LossEntry entry) => CanRead(entry)
        && entry.Family is LossFamily.Probabilistic or LossFamily.Count or LossFamily.Quantile or LossFamily.Generative or LossFamily.Robust or LossFamily.Survival;

    /// <summary>The inputs are numbers of each row, or several of each, and one of them is the target.</summary>
    private static bool CanRead(LossEntry entry)
    {
        if (entry.IsText || entry.Row is not null || entry.Sums is not null || !entry.Inputs.Any(input => IsTarget(input.Name)) || entry.Parameters.Any(parameter => parameter.IsRequired)) return false;
        if (!entry.IsPoint && !entry.Inputs.All(input => input.Axes is "N" or "..." || (input.Axes.StartsWith("N ", StringComparison.Ordinal) && input.Axes.Length == 3))) return false;
        return Array.TrueForAll([.. entry.Inputs], input => input.Differentiated || IsTarget(input.Name) || input.Name == "event" || input.BoundTo is not null || input.IsOptional);
    }

    /// <summary>The request with the required levels, if the loss has a parameter for them that was not given.</summary>
    public static LossSpec AtLevels(LossSpec request, Wanted wanted)
    {
        if (request.Given.Count > 0 || request.Tuned is not null) return request;
        foreach (var parameter in request.Entry.Parameters)
        {
            if (parameter is { Kind: ParameterKind.Numbers, Default: ImmutableArray<double> { IsEmpty: false } levels } && Wanted.AreLevels(levels)) return With(parameter, wanted.AskedLevels.ToImmutableArray());
            if (wanted.Functional == WantedFunctional.Interval && parameter is { Kind: ParameterKind.Number, Domain: { Low: 0, High: 1 } } && request.Entry.Inputs.Count(input => input.Differentiated) == 2) return With(parameter, Math.Round(1 - wanted.Level, 12));
        }

        return request;

        LossSpec With(ParameterInfo parameter, object value) => request with { Given = new Dictionary<string, object?>(request.Given, StringComparer.Ordinal) { [parameter.Name] = value } };
    }

    /// <summary>The reason that the loss cannot be trained as a distribution of this target, or null.</summary>
    /// <param name="request">The loss.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="wanted">The requested property of the distribution.</param>
    /// <param name="target">The target of the rows that count.</param>
    /// <param name="isDefault">The loss that others are compared with, which may have the same dispersion for every row.</param>
    /// <param name="plan">The heads, if the loss can be trained.</param>
    public static Localized? Obstacle(LossSpec request, Loss loss, Wanted wanted, double[] target, bool isDefault, out HeadPlan? plan)
    {
        plan = null;
        if (!CanRead(request.Entry)) return new("it does not read numbers of each row and one target", "它读取的不是每行的若干数和一个目标值");
        var binder = new HeadBinder(request, loss, wanted, target, isDefault);
        if (binder.Bind() is { } obstacle) return obstacle;
        if (binder.Reading(out var why) is not { } read) return why;
        plan = read with { Asked = wanted.AskedLevels, Scored = wanted.ScoredLevels, Constants = read.Constants.Count > 0 ? read.Constants : binder.Constants(read) };
        return null;
    }

    /// <summary>The loss is unchanged if some heads and the target are shifted by the same amount.</summary>
    public static bool MovesWithTarget(HeadPlan plan, Loss loss, int[] heads)
    {
        var terms = HeadTerms.Of(plan, loss);
        double[] targets = [-0.7, 0.4, 1.9], here = new double[3], moved = new double[3];
        var values = Sample(plan, 0, targets.Length);
        terms.Evaluate(values, targets, here, []);
        foreach (var h in heads) values[h] = Array.ConvertAll(values[h], value => value + 0.75);
        terms.Evaluate(values, Array.ConvertAll(targets, value => value + 0.75), moved, []);
        return here.Zip(moved).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(1, Math.Abs(pair.First)));
    }

    private static bool IsTarget(string name) => name is "target" or "time";

    private Localized? Bind()
    {
        for (var index = 0; index < Entry.Inputs.Count; index++)
        {
            var (input, domain) = (Entry.Inputs[index], _loss.DomainOf(index));
            if (input.Differentiated)
            {
                if (domain.Kind != DomainKind.Interval) return BatchBinder.Beyond(input.Name, domain);
                for (var place = 0; place < Places(input); place++) _heads.Add(new(index, place, input.Name, domain));
            }
            else if (IsTarget(input.Name))
            {
                _targetIndex = index;
                if (Array.FindIndex(_target, value => !domain.Contains(value)) is >= 0 and var wrong) return BatchBinder.Beyond(input.Name, domain, _target[wrong]);
            }
            else if (input.Name == "event")
            {
                _event = index;
            }
            else if (input.BoundTo is null && !input.IsOptional)
            {
                return new($"it needs the input '{input.Name}' for every row, which no column gives", $"它每行都需要输入“{input.Name}”，没有列能提供");
            }
        }

        return _targetIndex < 0 || _heads.Count == 0 ? new("it has no target", "它没有目标值") : null;
    }

    /// <summary>The count of numbers of an input in a row: those of the levels, three of a mixture, otherwise one for each requested level.</summary>
    private int Places(InputInfo input)
    {
        if (!input.Axes.StartsWith("N ", StringComparison.Ordinal)) return 1;
        if (_loss.Parameters.OfType<ImmutableArray<double>>().FirstOrDefault(list => !list.IsDefaultOrEmpty) is { IsDefaultOrEmpty: false } levels) return levels.Length;
        return Entry.Inputs.Count(other => other.Axes == input.Axes) > 1 ? Mixed : Math.Max(9, _wanted.AskedLevels.Length);
    }

    private HeadPlan? Reading(out Localized? why)
    {
        why = null;
        var plan = new HeadPlan(_heads, HeadReading.Density) { Target = _targetIndex, Event = _event, OnTensors = Entry.TakesTensors, Support = SupportOf(_loss.DomainOf(_targetIndex)) };
        if (_heads.Count == 1 && Levelled(plan) is { } joint) return joint;
        if (_heads.Count == 1 && Dispersed(plan) is { } dispersed) return dispersed;
        var isWhole = Array.TrueForAll(_target, value => value >= 0 && double.IsInteger(value));
        foreach (var at in Variants())
        {
            var read = plan with { ReadAt = at };
            if (_loss.DomainOf(_targetIndex) is { Low: 0, High: double.PositiveInfinity } domain && domain.Contains(0) && HasOneTotal(read with { Reading = HeadReading.Counts }, _loss))
            {
                if (isWhole) return read with { Reading = HeadReading.Counts };
                why = new("it is a likelihood of counts, and the target has values that are not whole numbers", "它是计数的似然，而目标值中有非整数");
                return null;
            }

            // A location alone shifts a density without scaling it: some constant has to scale it.
            if (HasOneTotal(read, _loss) && (_heads.Count > 1 || read.Support != Support.Real || Constants(read).Count > 0)) return read;
        }

        if (_heads.Count > 1 && Quantiles(plan) is { } quantiles) return quantiles;
        if (_heads.Count > 1 && IsScore(plan)) return plan with { Reading = HeadReading.Score };
        if (_heads.Count > 2 && IsSteps(plan)) return plan with { Reading = HeadReading.Steps };
        why = _heads.Count == 1
            ? new("it describes the location of the target, not its dispersion", "它只说明目标值的位置，不说明其离散程度")
            : new("it is neither a likelihood of the target nor a score of its distribution or of quantiles", "它既不是目标值的似然，也不是其分布或分位数的得分");
        return null;
    }

    private static Support SupportOf(Domain domain) => new(double.IsFinite(domain.Low) ? domain.Low : double.NegativeInfinity, double.IsFinite(domain.High) ? domain.High : double.PositiveInfinity);

    /// <summary>Parameters at which a loss may be a density though it is none with the given ones: a constant is left out, or a penalty added.</summary>
    private IEnumerable<Dictionary<string, object?>> Variants()
    {
        yield return new(StringComparer.Ordinal);
        for (var k = 0; k < Entry.Parameters.Count; k++)
        {
            var parameter = Entry.Parameters[k];
            IEnumerable<object> others = parameter.Kind switch
            {
                ParameterKind.Boolean => [!(bool)_loss.Parameters[k]!],
                ParameterKind.Choice => parameter.Choices.Where(choice => !Equals(choice, _loss.Parameters[k])),
                ParameterKind.Number when parameter.Domain.Contains(0) && !Equals(_loss.Parameters[k], 0.0) => [0.0],
                _ => [],
            };
            foreach (var value in others)
            {
                yield return new(StringComparer.Ordinal) { [parameter.Name] = value };
            }
        }
    }

    /// <summary>The integral, or the sum, of exp(-loss) over the target is the same for all values of the heads.</summary>
    private static bool HasOneTotal(HeadPlan plan, Loss loss)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var draw = 0; draw < Draws; draw++)
        {
            if (TotalOf(plan, loss, draw) is not { } total || !double.IsFinite(total)) return false;
            (low, high) = (Math.Min(low, total), Math.Max(high, total));
        }

        return high - low < Same;
    }

    /// <summary>Both losses have the same total.</summary>
    private static bool HasTotalOf(HeadPlan plan, Loss loss, Loss other) => HasOneTotal(plan, other) && TotalOf(plan, loss, 0) is { } here && TotalOf(plan, other, 0) is { } there && Math.Abs(here - there) < Same;

    private static double? TotalOf(HeadPlan plan, Loss loss, int draw)
    {
        var terms = HeadTerms.Of(plan, loss, reads: true);
        double[] numbers = [.. Sample(plan, draw, 1).Select(values => values[0])];
        if (plan.Reading == HeadReading.Counts) return CountTable.Of(Formula)?.LogTotal;
        double[] about = [.. numbers, .. numbers.Select(Math.Exp), 0.5];
        return DensityTable.Of(Formula, plan.Support, about, 1) is var table && table.HasEnds ? table.LogTotal : null;

        void Formula(ReadOnlySpan<double> target, Span<double> logs)
        {
            var count = target.Length;
            terms.Evaluate([.. numbers.Select(number => Enumerable.Repeat(number, count).ToArray())], target, logs, []);
            for (var i = 0; i < logs.Length; i++) logs[i] = -logs[i];
        }
    }

    /// <summary>Made-up numbers of the heads, each within its domain.</summary>
    private static double[][] Sample(HeadPlan plan, int draw, int rows) => [.. plan.Heads.Select((head, h) =>
    {
        var number = head.Value(0.7 * Math.Sin((3 * draw) + (2 * h) + 1));
        return Enumerable.Repeat(number, rows).ToArray();
    })];

    /// <summary>The plan for a loss of a quantile at a level: the sum over all levels, each with an output of its own.</summary>
    private HeadPlan? Levelled(HeadPlan plan)
    {
        if (_request.Given.Count > 0 || Judge.AtLevel(Entry, new(WantedFunctional.Quantile, 0.2)) is not { Count: > 0 } at || !new Wanted(WantedFunctional.Quantile, 0.2).IsElicitedBy(HeadTerms.With(_loss, at))) return null;
        var levels = _wanted.AskedLevels;
        return plan with { Heads = [.. levels.Select((_, k) => _heads[0] with { Place = k })], Reading = HeadReading.Quantiles, Levels = levels, IsJoint = true };
    }

    /// <summary>The plan for a loss whose derivative is linear in the target, with a variance that is a power of the mean.</summary>
    private HeadPlan? Dispersed(HeadPlan plan)
    {
        if (Entry.TakesTensors || !_heads[0].Domain.Contains(0.5) || !Probed.All(_loss.DomainOf(_targetIndex).Contains) || PowerOf(plan, _loss) is not var (power, isLogarithm)) return null;
        power = Math.Round(power, 6);
        var known = power is 1 or 2 or 3 or (> 1 and < 2) || (power == 0 && _isDefault && !isLogarithm);
        if (!known || (power == 1 && HasOneTotalAt(plan))) return null;
        if (power == 1 && !Array.TrueForAll(_target, double.IsInteger)) return null;
        LearnedInput[] constants = power is > 1 and < 2 && _request.Given.Count == 0 && Entry.Parameters is [{ Kind: ParameterKind.Number } own] && PowerOf(plan, HeadTerms.With(_loss, new Dictionary<string, object?>(StringComparer.Ordinal) { [own.Name] = 1.25 })) is var (moved, _) && Math.Abs(moved - 1.25) < 1e-6
            ? [new(0, own.Name, Domain.Between(1, 2))]
            : [];
        return plan with
        {
            Heads = power == 1 ? _heads : [.. _heads, new(Entry.Inputs.Count, 0, "dispersion", Domain.Positive)],
            Reading = HeadReading.Dispersion,
            Power = power,
            IsLogarithm = isLogarithm,
            Constants = constants,
            HasConstantSpread = power == 0,
            Support = power == 0 ? Support.Real : new(0, double.PositiveInfinity),
        };
    }

    private bool HasOneTotalAt(HeadPlan plan) => Variants().Any(at => HasOneTotal(plan with { ReadAt = at, Reading = HeadReading.Counts }, _loss));

    private static (double Power, bool IsLogarithm)? PowerOf(HeadPlan plan, Loss loss)
    {
        double[] predictions = [0.2, 0.5, 0.9], targets = Probed;
        var terms = new LossTerms(plan, loss);
        foreach (var isLogarithm in (bool[])[true, false])
        {
            var (variances, means) = (new double[3], new double[3]);
            for (var i = 0; i < 3; i++)
            {
                var slopes = new double[3];
                terms.Evaluate([[predictions[i], predictions[i], predictions[i]]], targets, new double[3], [slopes]);
                var (rise, bent) = ((slopes[1] - slopes[0]) / (targets[1] - targets[0]), (slopes[2] - slopes[1]) / (targets[2] - targets[1]));
                var mean = targets[0] - (slopes[0] / rise);
                var derivative = isLogarithm ? mean : 1;
                if (!(rise < 0) || Math.Abs(rise - bent) > 1e-9 * -rise || Math.Abs(mean - (isLogarithm ? Math.Exp(predictions[i]) : predictions[i])) > 1e-9) break;
                (means[i], variances[i]) = (mean, -derivative / rise);
            }

            if (!(variances[2] > 0)) continue;
            var (first, second) = (Power(0, 1), Power(1, 2));
            if (Math.Abs(first - second) < 1e-7) return (first, isLogarithm);

            double Power(int a, int b) => Math.Log(variances[b] / variances[a]) / Math.Log(means[b] / means[a]);
        }

        return null;
    }

    /// <summary>The plan for quantiles: each head's derivative has one value below the target and another above, which determine its level.</summary>
    private HeadPlan? Quantiles(HeadPlan plan)
    {
        if (!_heads.TrueForAll(head => head.Domain.IsReal) || !_loss.DomainOf(_targetIndex).IsReal) return null;
        var terms = HeadTerms.Of(plan, _loss);
        double[] targets = [.. Enumerable.Range(0, (2 * _heads.Count) + 2).Select(k => (10.0 * (k / 2)) - 5 + (k % 2))];
        var values = _heads.Select((_, h) => Enumerable.Repeat(10.0 * h, targets.Length).ToArray()).ToArray();
        var slopes = _heads.Select(_ => new double[targets.Length]).ToArray();
        terms.Evaluate(values, targets, new double[targets.Length], slopes);
        var levels = new double[_heads.Count];
        for (var h = 0; h < levels.Length; h++)
        {
            double[] below = [.. slopes[h].Where((_, i) => targets[i] < values[h][i])], above = [.. slopes[h].Where((_, i) => targets[i] > values[h][i])];
            if (below.Max() - below.Min() > 1e-9 || above.Max() - above.Min() > 1e-9 || !(below[0] > 0 && above[0] < 0)) return null;
            levels[h] = Math.Round(-above[0] / (below[0] - above[0]), 9);
        }

        int[] order = [.. Enumerable.Range(0, levels.Length).OrderBy(h => levels[h])];
        if (levels.Distinct().Count() < levels.Length || !order.SequenceEqual(Enumerable.Range(0, levels.Length))) return null;
        return plan with { Reading = HeadReading.Quantiles, Levels = levels };
    }

    /// <summary>The derivative with respect to the target rises from -1 to 1 without jumps: half of it plus a half is a distribution function.</summary>
    private static bool IsScoreAt(HeadPlan plan, Loss loss, int draw, out double[] up, out double[] targets)
    {
        const double Step = 1e-4;
        targets = [-1e6, .. Enumerable.Range(-400, 801).Select(k => 0.02 * k), 1e6];
        up = new double[targets.Length];
        if (!plan.Support.Equals(Support.Real)) return false;
        var (above, below) = (new double[targets.Length], new double[targets.Length]);
        var terms = HeadTerms.Of(plan, loss);
        var values = Sample(plan, draw, targets.Length);
        terms.Evaluate(values, Array.ConvertAll(targets, value => value + Step), above, []);
        terms.Evaluate(values, Array.ConvertAll(targets, value => value - Step), below, []);
        for (var i = 0; i < up.Length; i++) up[i] = (1 + ((above[i] - below[i]) / (2 * Step))) / 2;
        for (var i = 1; i < up.Length; i++)
        {
            if (!(up[i] >= up[i - 1] - 1e-6)) return false;
        }

        return Math.Abs(up[0]) < 1e-4 && Math.Abs(up[^1] - 1) < 1e-4;
    }

    private bool IsScore(HeadPlan plan)
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            if (!IsScoreAt(plan, _loss, draw, out var up, out _) || Enumerable.Range(1, up.Length - 1).Any(i => up[i] - up[i - 1] > 0.1)) return false;
        }

        return true;
    }

    /// <summary>The derivative with respect to the target rises by equal steps at the outputs.</summary>
    private bool IsSteps(HeadPlan plan)
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            if (!IsScoreAt(plan, _loss, draw, out var up, out var targets)) return false;
            var values = Sample(plan, draw, 1);
            for (var i = 0; i < up.Length; i++)
            {
                var (here, at) = (targets[i], up[i]);
                if (values.Any(value => Math.Abs(value[0] - here) < 1e-3)) continue;
                if (Math.Abs(at - values.Average(value => value[0] <= here ? 1.0 : 0)) > 1e-4) return false;
            }
        }

        return true;
    }

    /// <summary>The parameters that the density normalises: another value changes the loss but not its total.</summary>
    private List<LearnedInput> Constants(HeadPlan plan)
    {
        var constants = new List<LearnedInput>();
        if (plan.Reading is not (HeadReading.Density or HeadReading.Counts) || _request.Tuned is not null) return constants;
        for (var k = 0; k < Entry.Parameters.Count; k++)
        {
            var parameter = Entry.Parameters[k];
            if (parameter is not { Kind: ParameterKind.Number, BindsInput: null, Domain.Kind: DomainKind.Interval } || _request.Given.ContainsKey(parameter.Name) || plan.ReadAt.ContainsKey(parameter.Name) || _loss.Parameters[k] is not double value) continue;
            var other = new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter.Name] = parameter.Domain.Contains(1.5 * value) ? 1.5 * value : value / 1.5 };
            var moved = HeadTerms.With(_loss, other);
            if (Differs(plan, moved) && HasTotalOf(plan, _loss, moved)) constants.Add(new(k, parameter.Name, parameter.Domain));
        }

        return constants;
    }

    private bool Differs(HeadPlan plan, Loss moved)
    {
        double[] targets = [0.3, 0.5, 0.9], here = new double[3], there = new double[3];
        var values = Sample(plan, 0, targets.Length);
        HeadTerms.Of(plan, _loss).Evaluate(values, targets, here, []);
        HeadTerms.Of(plan, moved).Evaluate(values, targets, there, []);
        return here.Zip(there).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-3);
    }
}
