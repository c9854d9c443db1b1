using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Writes a model as JSON: everything that <c>minima predict</c> needs, and the fit for other programs.</summary>
internal static class FitModelWriter
{
    public const string Format = "minima-model";

    /// <param name="model">The model.</param>
    /// <param name="more">Writes further properties at the end.</param>
    public static string Write(LinearModel model, Action<Utf8JsonWriter>? more = null) => SavedModelWriter.Write(Format, LinearModel.Version, json =>
    {
        Loss(json, model);
        Columns(json, model);
        Fit(json, model);
        more?.Invoke(json);
    });

    public static string Word(TargetKind kind) => kind switch
    {
        TargetKind.Binary => "binary",
        TargetKind.MultiClass => "multiclass",
        _ => "regression",
    };

    private static void Loss(Utf8JsonWriter json, LinearModel model)
    {
        json.WriteString("loss", model.Loss);
        json.WritePropertyName("parameters");
        SavedModelWriter.Parameters(json, model.Parameters);
        if (model.OwnParameters.Count > 0)
        {
            json.WriteStartArray("own_parameters");
            foreach (var parameters in model.OwnParameters) SavedModelWriter.Parameters(json, parameters);
            json.WriteEndArray();
        }

        Inputs(json, model.Inputs);
        json.WriteString("target", model.Target);
        if (model.Targets.Count > 1) SavedModelWriter.Texts(json, "targets", model.Targets);
        if (model.Marks is [{ } mark]) json.WriteString("mark", mark);
        else if (model.Marks.Any(mark => mark is not null)) SavedModelWriter.Texts(json, "marks", model.Marks.Select(mark => mark ?? ""));
        json.WriteString("task", model.Task is { } task ? PredictionTasks.Word(task) : Word(model.Kind));
        SavedModelWriter.Mapping(json, model.Mapping);
        json.WriteString("link", Wording.Snake(model.Link));
        if (model.Outputs is { } outputs) json.WriteString("outputs", Wording.Snake(outputs));
        if (model.Grades.Count > 0) SavedModelWriter.Texts(json, "grades", model.Grades);
        if (model.Threshold is { } threshold) json.WriteNumber("threshold", Math.Clamp(threshold, double.MinValue, double.MaxValue));
        if (model.Thresholds.Count > 0) Numbers(json, "thresholds", [.. model.Thresholds.Select(cut => Math.Clamp(cut, double.MinValue, double.MaxValue))]);
        if (model.FactsColumn is { } facts) json.WriteString(model.Survival is null && model.Distribution is null ? "query" : "event", facts);
        if (model.Survival is { } survival) Survival(json, survival);
        if (model.Distribution is { } distribution) Distribution(json, distribution);
    }

    /// <summary>Writes the further inputs of the loss, each with its learned constant or its column.</summary>
    public static void Inputs(Utf8JsonWriter json, IReadOnlyList<FitInput> inputs)
    {
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            if (input.Value is { } value) json.WriteNumber("learned", value);
            else json.WriteString("column", input.Column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the meaning of several scores per row.</summary>
    public static void Distribution(Utf8JsonWriter json, DistributionReading distribution)
    {
        json.WriteStartObject("distribution");
        json.WriteString("reading", Wording.Snake(distribution.Plan.Reading));
        SavedModelWriter.Texts(json, "heads", distribution.Plan.Heads.Select(head => head.Name));
        Numbers(json, "levels", distribution.Plan.Asked);
        json.WriteBoolean("constant_spread", distribution.Plan.HasConstantSpread);
        Numbers(json, "typical", distribution.Range.Typical);
        json.WriteNumber("spread", distribution.Range.Spread);
        json.WriteEndObject();
    }

    /// <summary>Writes the conversion of scores to survival curves.</summary>
    public static void Survival(Utf8JsonWriter json, SurvivalReading survival)
    {
        json.WriteStartObject("survival");
        json.WriteNumber("unit", survival.Basis.Unit);
        Numbers(json, "cuts", survival.Basis.Cuts);
        Numbers(json, "times", survival.Basis.Times);
        Numbers(json, "hazard", survival.Basis.Hazard);
        Numbers(json, "at", survival.At);
        json.WriteNumber("horizon", survival.Horizon);
        json.WriteEndObject();
    }

    private static void Columns(Utf8JsonWriter json, LinearModel model)
    {
        json.WriteStartArray("encoding");
        foreach (var column in model.Encoding)
        {
            json.WriteStartObject();
            json.WriteString("column", column.Column);
            json.WriteString("kind", Wording.Snake(column.Kind));
            if (column.Kind is EncodingKind.TwoTexts or EncodingKind.OneHot or EncodingKind.Category) SavedModelWriter.Texts(json, "levels", column.Levels);
            if (column.Fill is { } fill) json.WriteNumber("fill", fill);
            if (column.Form.Mark is { } mark) json.WriteString("mark", mark);
            if (column.HasMissing) json.WriteBoolean("missing", true);
            if (column.HasOther) json.WriteBoolean("other", true);
            if (column.Kind == EncodingKind.Date) json.WriteNumber("origin", column.Origin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        SavedModelWriter.Marks(json, model.MissingMarks);
        SavedModelWriter.Texts(json, "features", model.Features);
        json.WriteString("units", "given");
        Rows(json, "coefficients", model.Coefficients);
        if (model.Intercepts.Length == 1) json.WriteNumber("intercept", model.Intercepts[0]);
        else Numbers(json, "intercept", model.Intercepts);
        if (model.StandardizedCoefficients is { } standardized) Rows(json, "standardized_coefficients", standardized);
    }

    private static void Fit(Utf8JsonWriter json, LinearModel model)
    {
        // These are not measured for a model that was fitted in a comparison.
        var proof = model.Certificate == Certificate.None ? null : model.Certificate;
        ParameterJson.Number(json, "objective", proof?.Objective);
        ParameterJson.Number(json, "gradient_norm", proof?.GradientNorm);
        ParameterJson.Number(json, "iterations", proof?.Iterations);
        json.WriteNumber("l2", model.L2);
        json.WriteNumber("l1", model.L1);
        json.WriteBoolean("standardize", model.StandardizedCoefficients is not null);
        json.WriteString("weight", model.Weight);
        json.WriteNumber("rows", model.Rows);
        json.WriteString("method", proof is null ? null : FitMethods.Word(proof.Method));
        if (proof is null) json.WriteNull("unique");
        else json.WriteBoolean("unique", proof.IsUnique);
        json.WriteStartObject("certificate");
        json.WriteString("kind", proof is null ? "none" : proof.Method == FitMethod.Local ? "local" : "gap");
        ParameterJson.Number(json, "gap", proof?.Gap);
        ParameterJson.Number(json, "radius", proof?.Radius);
        json.WriteEndObject();
        SavedModelWriter.Texts(json, "notes", model.EnglishNotes);
    }

    /// <summary>Writes one row as a list of numbers, several as a list of lists.</summary>
    private static void Rows(Utf8JsonWriter json, string name, double[][] rows)
    {
        if (rows.Length == 1)
        {
            Numbers(json, name, rows[0]);
            return;
        }

        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (var number in row) json.WriteNumberValue(number);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
