namespace Minima.Tabular;

/// <summary>Parameters as a table shows them.</summary>
public static class ComparisonRowTexts
{
    /// <summary>The most folds listed in text; JSON lists all.</summary>
    private const int MostTuned = 5;

    extension(ComparisonRow row)
    {
        /// <summary>One text for each parameter that matters; switches left at their default do not.</summary>
        public IReadOnlyList<Localized> ParameterTexts =>
            [.. row.Parameters.Where(parameter => parameter is not { Origin: ParameterOrigin.Default, Value: not double }).Select(Of)];
    }

    private static Localized Of(ParameterReading parameter) => parameter.Origin switch
    {
        ParameterOrigin.Tuned => Localized.Same(Text(parameter)) + new Localized(" (tuned, by fold)", "（各折调得）"),
        ParameterOrigin.Learned when parameter.Value is double => Localized.Same(Text(parameter)) + new Localized(" (learned)", "（学得）"),
        _ => Localized.Same(Text(parameter)),
    };

    private static string Text(ParameterReading parameter) => parameter switch
    {
        { Origin: ParameterOrigin.Scaled, Multiple: { } multiple, Scale: { } scale, Value: double value } =>
            $"{parameter.Name} = {NumberFormat.Short(multiple)} x {NumberFormat.Short(scale)} = {NumberFormat.Short(value)}",
        { Multiple: { } multiple, Scale: { } scale, Value: double value } =>
            $"{parameter.Name} = {NumberFormat.Short(value)} = {NumberFormat.Short(multiple)} x {NumberFormat.Short(scale)}",
        { Origin: ParameterOrigin.Tuned } =>
            $"{parameter.Name} = {string.Join(", ", parameter.ByFold.Take(MostTuned).Select(NumberFormat.Short))}{(parameter.ByFold.Count > MostTuned ? ", ..." : "")}",
        { Value: double value } => $"{parameter.Name} = {NumberFormat.Short(value)}",
        _ => $"{parameter.Name} = {ParameterInfo.Format(parameter.Value)}",
    };
}
