namespace Minima.Tabular;

/// <summary>The loss that a model was fitted with, recreated from its name or text and its parameters.</summary>
internal static class ModelLoss
{
    /// <exception cref="DataException">The loss is unknown to this version, or its parameters do not fit.</exception>
    public static Loss Of(LinearModel model) => model.Fitted ?? Of(model.Loss, model.Parameters);

    /// <summary>Creates the reader of the outputs of a model of one number or of classes, with its loss if that is known here and takes no columns; a loss with columns is kept separately.</summary>
    public static OutputReader Reader(OutputMeaning meaning, IReadOnlyList<FitInput> inputs, Func<Loss> known, double? threshold = null)
    {
        try
        {
            var loss = known();
            var names = inputs.Select(input => input.Name);
            if (inputs.Any(input => input.Value is null))
                return new OutputReader(meaning, [null]) { Threshold = threshold, LossOfColumns = (loss, [.. inputs.Where(input => input.Column is not null).Select(input => (OutputReader.InputOf(loss, input.Name), input.Column!))]), Inputs = [.. inputs.Where(input => input.Value is not null).Select(input => (OutputReader.InputOf(loss, input.Name), input.Value!.Value))], WhyNoLoss = new($"the loss takes a column besides ({string.Join(", ", names)})", $"该损失还需要一列（{string.Join("、", names)}）") };
            return new OutputReader(meaning, [loss]) { Threshold = threshold, Inputs = [.. inputs.Select(input => (OutputReader.InputOf(loss, input.Name), input.Value!.Value))] };
        }
        catch (DataException unknown)
        {
            return new OutputReader(meaning, [null]) { Threshold = threshold, WhyNoLoss = new(unknown.Message.TrimEnd('.'), LibraryMessages.All.Translate(unknown.Message).TrimEnd('.', '。')) };
        }
    }

    /// <exception cref="DataException">The loss is unknown to this version, or its parameters do not fit.</exception>
    public static Loss Of(string name, IReadOnlyList<KeyValuePair<string, object?>> parameters)
    {
        try
        {
            if (LossSpec.IsFormula(name))
                return Loss.Parse(name, parameters.ToDictionary(StringComparer.Ordinal));
            if (Catalogue.TryFind(name) is { } entry)
                return Loss.Create(entry, parameters.ToDictionary(StringComparer.Ordinal));
        }
        catch (LossException problem)
        {
            throw DataException.Create(
                $"the model's loss {DataException.Quote(name)}",
                problem.Message.TrimEnd('.'),
                "a loss of this program with its parameters is expected",
                "Fit again with this program, or use the program that wrote the model.");
        }

        var nearest = Suggestions.Nearest(name, [.. Catalogue.All.Select(known => known.Key)]);
        throw DataException.Create(
            $"the model's loss {DataException.Quote(name)}",
            "it is unknown to this program",
            "a loss of the catalogue, or a formula as text, is expected",
            nearest is null ? "Fit again with this program, or use the program that wrote the model." : $"Did you mean {DataException.Quote(nearest)}? Otherwise use the program that wrote the model.");
    }
}
