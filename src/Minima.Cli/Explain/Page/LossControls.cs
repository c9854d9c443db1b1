using Minima.Reals;
using Minima.Tabular;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>
/// The controls of a loss. A parameter that its formula keeps by name is a number of the functions; one from which the formula chooses its
/// form, or calculates constants, has stops, and functions for each.
/// </summary>
internal sealed class LossControls
{
    /// <summary>The maximum number of function sets on a page for one loss.</summary>
    private const int MostVariants = 60;

    private static readonly double[] Notable = [-2, -1, 0, 0.5, 1, 1.5, 2, 3];

    private readonly Loss _loss;

    private LossControls(Loss loss) => _loss = loss;

    /// <summary>The controls of parameters, in their order.</summary>
    public IReadOnlyList<LossControl> Parameters { get; private set; } = [];

    /// <summary>Numbers that must ascend in this order; empty if there is no such rule.</summary>
    public IReadOnlyList<string> Ascending { get; private set; } = [];

    /// <summary>The loss at each combination of stops, the last control fastest; null if the loss refuses it.</summary>
    public IReadOnlyList<Loss?> Variants { get; private set; } = [];

    /// <summary>The controls of a loss.</summary>
    /// <param name="loss">The loss, at the parameters at which the page opens.</param>
    /// <param name="byName">True if functions can take parameters by name.</param>
    public static LossControls Of(Loss loss, bool byName)
    {
        var controls = new LossControls(loss);
        var free = byName ? LossFormula.Exchangeable(loss) : new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            controls.Choose(free);
            // At another stop the formula may keep fewer names: these get stops too.
            var kept = free.Where(name => controls.Variants.All(v => v is null || LossFormula.Exchangeable(v).Contains(name))).ToHashSet(StringComparer.Ordinal);
            if (kept.Count == free.Count)
            {
                break;
            }

            free = kept;
        }

        controls.Ascending = controls.FindOrder();
        return controls;
    }

    private void Choose(IReadOnlySet<string> free)
    {
        var entry = _loss.Entry;
        var stepped = Enumerable.Range(0, entry.Parameters.Count).Where(i => !free.Contains(entry.Parameters[i].Name)).ToArray();
        var words = stepped.Select(i => Words(entry.Parameters[i]).Length).Where(n => n > 0).Aggregate(1, (a, b) => a * b);
        var numbers = stepped.Count(i => IsNumber(i));
        var count = numbers == 0 ? 0 : (int)Math.Clamp(Math.Pow((double)MostVariants / words, 1.0 / numbers), 3, 21);
        var options = free.Count == 0 ? [] : Options(free);
        var controls = new List<LossControl>();
        for (var i = 0; i < entry.Parameters.Count; i++)
        {
            var parameter = entry.Parameters[i];
            if (free.Contains(parameter.Name))
            {
                var value = (double)_loss.Parameters[i]!;
                controls.Add(new(parameter.Name, "parameter")
                {
                    Name = Localized.Same(parameter.Name),
                    Value = value,
                    Option = options[parameter.Name],
                    Default = parameter.Default as double?,
                    Domain = parameter.Domain,
                    Slider = Slider.Around(value, parameter.Domain),
                });
                continue;
            }

            var given = _loss.Parameters[i];
            object?[] stops = IsNumber(i) ? Numbers(i, count) : [.. Words(parameter).Where(w => Create(i, w) is not null)];
            if (stops.Length > 1)
            {
                controls.Add(new(parameter.Name, "parameter")
                {
                    Name = Localized.Same(parameter.Name),
                    Value = Array.FindIndex(stops, s => Equals(s, given)),
                    Default = Array.FindIndex(stops, s => Equals(s, parameter.Default)) is >= 0 and var at ? at : null,
                    Stops = stops,
                    IsChoice = !IsNumber(i),
                });
            }
        }

        Parameters = controls;
        Variants = [.. Combinations(controls.Where(c => c.Stops.Count > 0).ToArray())];
    }

    /// <summary>The names that parameters have in functions: their own, except for reserved words of the language.</summary>
    private Dictionary<string, string> Options(IReadOnlySet<string> free)
    {
        var inputs = SymbolGraph.Record(_loss).Graph.Inputs.Where((_, i) => _loss.Entry.Parameters.Zip(_loss.Parameters).All(p => p.First.BindsInput != i || p.Second is not double));
        string[] names = [.. _loss.Entry.Parameters.Select(p => p.Name).Where(free.Contains)];
        var written = Identifiers.Of([.. inputs, .. names], JavaScriptDialect.Instance.Reserved);
        return names.Zip(written.Skip(written.Length - names.Length)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    private IEnumerable<Loss?> Combinations(LossControl[] stepped)
    {
        var total = stepped.Aggregate(1, (n, c) => n * c.Stops.Count);
        for (var n = 0; n < total; n++)
        {
            var values = Values();
            var rest = n;
            for (var k = stepped.Length - 1; k >= 0; k--)
            {
                values[stepped[k].Id] = stepped[k].Stops[rest % stepped[k].Stops.Count];
                rest /= stepped[k].Stops.Count;
            }

            yield return n == 0 && total == 1 ? _loss : TryCreate(values);
        }
    }

    /// <summary>Numbers along the slider, including notable ones and always the given one; numbers that the loss refuses are omitted.</summary>
    private object?[] Numbers(int i, int count)
    {
        var parameter = _loss.Entry.Parameters[i];
        var isInteger = parameter.Kind == ParameterKind.Integer;
        var given = Convert.ToDouble(_loss.Parameters[i], System.Globalization.CultureInfo.InvariantCulture);
        var slider = Slider.Around(given, parameter.Domain);
        var values = slider.Stops(count)
            .Concat(count > 8 ? Notable.Where(x => x >= slider.Low && x <= slider.High) : [])
            .Select(x => isInteger ? Math.Round(x) : x)
            .Where(x => x != given && Create(i, isInteger ? (int)x : x) is not null)
            .Append(given)
            .Distinct()
            .Order();
        return [.. values.Select(x => isInteger ? (object)(int)x : x)];
    }

    private bool IsNumber(int i) => _loss.Parameters[i] is double or int;

    private static object?[] Words(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Boolean => [false, true],
        ParameterKind.Choice => [.. parameter.Choices],
        _ => [],
    };

    /// <summary>Finds the parameters that must ascend: the loss accepts their values, and refuses them if any two neighbours are exchanged.</summary>
    private string[] FindOrder()
    {
        var numbers = Parameters.Where(p => p.Stops.Count == 0).ToArray();
        for (var k = 1; k < numbers.Length; k++)
        {
            var values = Values();
            (values[numbers[k - 1].Id], values[numbers[k].Id]) = (numbers[k].Value, numbers[k - 1].Value);
            if (!(numbers[k - 1].Value < numbers[k].Value && numbers[k].Domain == numbers[k - 1].Domain && TryCreate(values) is null))
            {
                return [];
            }
        }

        return numbers.Length > 1 ? Array.ConvertAll(numbers, n => n.Id) : [];
    }

    private Dictionary<string, object?> Values()
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < _loss.Parameters.Count; i++)
        {
            values[_loss.Entry.Parameters[i].Name] = _loss.Parameters[i];
        }

        return values;
    }

    private Loss? Create(int parameter, object? value)
    {
        var values = Values();
        values[_loss.Entry.Parameters[parameter].Name] = value;
        return TryCreate(values);
    }

    /// <summary>The loss at other parameters, or null if it refuses them.</summary>
    private Loss? TryCreate(Dictionary<string, object?> values)
    {
        try
        {
            return Loss.Create(_loss.Entry, values);
        }
        catch (LossException)
        {
            return null;
        }
    }
}
