namespace Minima.Tabular;

/// <summary>The loss that a model was fitted with, made again from its name or text and its parameters.</summary>
internal static class ModelLoss
{
    /// <exception cref="DataException">This program does not know the loss, or its parameters do not fit.</exception>
    public static Loss Of(LinearModel model)
    {
        if (model.Fitted is { } fitted) return fitted;
        try
        {
            if (LossSpec.IsFormula(model.Loss))
                return Loss.Parse(model.Loss, model.Parameters.ToDictionary(StringComparer.Ordinal));
            if (Catalogue.TryFind(model.Loss) is { } entry)
                return Loss.Create(entry, model.Parameters.ToDictionary(StringComparer.Ordinal));
        }
        catch (LossException problem)
        {
            throw DataException.Create(
                $"the model's loss {DataException.Quote(model.Loss)}",
                problem.Message.TrimEnd('.'),
                "a loss of this program with its parameters is expected",
                "Fit again with this program, or use the program that wrote the model.");
        }

        var nearest = Suggestions.Nearest(model.Loss, [.. Catalogue.All.Select(known => known.Key)]);
        throw DataException.Create(
            $"the model's loss {DataException.Quote(model.Loss)}",
            "this program does not know it",
            "a loss of the catalogue, or a formula as text, is expected",
            nearest is null ? "Fit again with this program, or use the program that wrote the model." : $"Did you mean {DataException.Quote(nearest)}? Otherwise use the program that wrote the model.");
    }
}
