using System.Globalization;
using Minima.Tests.CatalogueRules;

namespace Minima.Training.Tests.Declarations;

/// <summary>Names, aliases, options and defaults of optimizers, schedules, activations, layers, penalties and metrics, written down: a change of one is a decision.</summary>
public sealed class DefaultsTests
{
    private const string Update = "UPDATE_BASELINE";

    private static readonly Type[] Bases = [typeof(Optimizer), typeof(Schedule), typeof(IActivation), typeof(Module), typeof(Regularizer), typeof(Metric)];

    private static string Baseline => Path.Combine(Repository.Root, "tests", "Minima.Training.Tests", "Declarations", "Defaults.txt");

    [Fact]
    public void NamesOptionsAndDefaultsAreThoseWrittenDown()
    {
        string[] found = [.. OfEntries().Concat(OfConstructors()).Distinct().Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(Baseline, string.Join('\n', found) + "\n");
        var expected = File.ReadAllLines(Baseline);
        Assert.True(
            found.SequenceEqual(expected, StringComparer.Ordinal),
            $"A name, an option or a default changed. If that is meant, run once with {Update}=1 and commit Defaults.txt.\n"
            + string.Join('\n', found.Except(expected, StringComparer.Ordinal).Select(line => "+ " + line).Concat(expected.Except(found, StringComparer.Ordinal).Select(line => "- " + line))));
    }

    private static IEnumerable<string> OfEntries()
    {
        foreach (var one in Training.Optimizers.All)
        {
            yield return $"optimizer {one.Name}: {string.Join(' ', one.Aliases.Prepend(Number(one.LearningRate)))}";
            foreach (var option in one.Options) yield return $"optimizer {one.Name}.{Text(option)}";
        }

        foreach (var one in Training.Schedules.All)
        {
            yield return $"schedule {one.Name}: {string.Join(' ', one.Aliases)}";
            foreach (var option in one.Options) yield return $"schedule {one.Name}.{Text(option)}";
        }

        foreach (var name in Training.Activations.Names.Where(name => !name.Contains("test", StringComparison.Ordinal)))
        {
            var parameter = Training.Activations.ParameterOf(name);
            yield return $"activation {name}: {(parameter is { } one ? $"{one.Name} = {Number(one.Default)}" : string.Empty)} before it {Training.Activations.InitializerFor(name)}";
        }

        foreach (var (alias, name) in new[] { ("swish", "silu"), ("logistic", "sigmoid"), ("none", "identity") })
        {
            yield return $"activation {alias}: {(Know(alias) ? Training.Activations.ByName(alias).Name : "unknown")} for {name}";
        }

        foreach (var kind in ModelBuilder.KnownKinds.Where(kind => !kind.Contains("test", StringComparison.Ordinal))) yield return $"layer {kind}";
    }

    private static bool Know(string name)
    {
        try
        {
            Training.Activations.ByName(name);
            return true;
        }
        catch (TrainingException)
        {
            return false;
        }
    }

    /// <summary>What C# says unless told otherwise.</summary>
    private static IEnumerable<string> OfConstructors() =>
        from type in typeof(Tensor).Assembly.GetExportedTypes().Concat(typeof(Module).Assembly.GetExportedTypes())
        where !type.IsAbstract && Bases.Any(known => known.IsAssignableFrom(type))
        from constructor in type.GetConstructors()
        from parameter in constructor.GetParameters()
        select $"{type.Name}({parameter.Name}): {(parameter.HasDefaultValue ? Value(parameter) : "given")}";

    private static string Value(System.Reflection.ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => "none",
        double number => Number(number),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };

    private static string Text(NamedOption option) => $"{option.Name} = {Number(option.Default)} {option.Kind}: {option.Meaning}";

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
