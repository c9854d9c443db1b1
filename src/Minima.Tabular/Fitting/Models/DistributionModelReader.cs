using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Reads a model whose scores may be numbers of a distribution, or yield survival curves or grades.</summary>
internal abstract class DistributionModelReader : SavedModelReader
{
    private const int MostLevels = 1000;

    protected DistributionModelReader(string name, JsonElement root)
        : base(name, root)
    {
    }

    /// <summary>The heads that the loss defines; a file with other heads is refused. Null if the model predicts one number, or classes.</summary>
    /// <param name="outputs">The number of scores of a row.</param>
    protected DistributionReading? Distribution(int outputs)
    {
        if (!Root.TryGetProperty("distribution", out var item)) return null;
        TensorCatalogue.Join();
        var range = new TargetRange(Numbers(Property(item, "typical"), "typical"), Number(item, "spread"));
        var levels = Numbers(Property(item, "levels"), "levels");
        if (range.Typical.Length is 0 or > MostLevels || levels.Length > MostLevels || !(range.Spread > 0)) throw Fault("its \"distribution\" has no spread above 0, or too many levels");
        DistributionReading? reading = null;
        try
        {
            if (Catalogue.TryFind(Text(Root, "loss")) is { } entry) reading = DistributionReading.Again(Loss.Create(entry, Parameters().ToDictionary(StringComparer.Ordinal)), levels, range, Flag(item, "constant_spread"));
        }
        catch (Exception problem) when (problem is LossException or TrainingException)
        {
            throw Fault($"its loss and its \"distribution\" do not go together ({problem.Message.TrimEnd('.')})");
        }

        if (reading is null || reading.Plan.Heads.Count != outputs || Wording.Snake(reading.Plan.Reading) != Text(item, "reading") || !reading.Plan.Heads.Select(head => head.Name).SequenceEqual(Texts(item, "heads"), StringComparer.Ordinal))
            throw Fault("its loss has no such \"distribution\"");
        return reading;
    }

    /// <summary>Further inputs of the loss: each with its learned constant or its column; empty if the file lists none.</summary>
    protected FitInput[] Inputs() => Root.TryGetProperty("inputs", out _)
        ? [.. Items(Root, "inputs").Select(item => item.TryGetProperty("learned", out _) ? new FitInput(Text(item, "name"), Number(item, "learned"), null) : new FitInput(Text(item, "name"), null, Text(item, "column")))]
        : [];

    /// <summary>The conversion of scores to survival curves.</summary>
    protected SurvivalReading Survival(JsonElement item)
    {
        var basis = new SurvivalBasis(Number(item, "unit"), Numbers(Property(item, "cuts"), "cuts"), Numbers(Property(item, "times"), "times"), Numbers(Property(item, "hazard"), "hazard"));
        if (!(basis.Unit > 0) || basis.Times.Length != basis.Hazard.Length) throw Fault("its \"survival\" has no unit above 0, or not a hazard for each time");
        return new(basis, Numbers(Property(item, "at"), "at"), Number(item, "horizon"));
    }

    /// <summary>The meaning of several scores of a row, from its name in the file.</summary>
    protected OutputReading Outputs(string word)
    {
        OutputReading[] known = [.. Enum.GetValues<OutputReading>().Where(JointReading.IsSaved)];
        return Array.FindIndex(known, reading => Wording.Snake(reading) == word) is >= 0 and var place
            ? known[place]
            : throw Fault($"its outputs are {DataException.Quote(word)}, which is not one of {DataException.List([.. known.Select(reading => Wording.Snake(reading))])}");
    }
}
