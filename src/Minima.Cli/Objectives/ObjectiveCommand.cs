using System.CommandLine;
using Minima.Cli.Boost;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Trees;
using Minima.Writers;

namespace Minima.Cli.Objectives;

/// <summary><c>minima objective</c>: source code of a loss as a custom objective for another booster.</summary>
internal static class ObjectiveCommand
{
    private static readonly Dictionary<string, BoosterLibrary> Libraries = new(StringComparer.Ordinal) { ["xgboost"] = BoosterLibrary.XGBoost, ["lightgbm"] = BoosterLibrary.LightGbm, ["catboost"] = BoosterLibrary.CatBoost };

    private static readonly Dictionary<string, FormulaLanguage> Forms = new(StringComparer.Ordinal) { ["python"] = FormulaLanguage.Python, ["csharp"] = FormulaLanguage.CSharp };

    public static Command Create()
    {
        var loss = new Argument<string>("LOSS") { Description = "A loss of the catalogue, by any of its names, or a formula such as \"4*relu(t - p) + relu(p - t)\"." };
        var booster = new Option<string>("--for") { Description = $"The booster: {string.Join(", ", Libraries.Keys)}.", HelpName = "LIBRARY", DefaultValueFactory = _ => "xgboost" };
        var language = new Option<string>("--as") { Description = $"The language: {string.Join(", ", Forms.Keys)}.", HelpName = "FORM", DefaultValueFactory = _ => "python" };
        var policy = new Option<string?>("--curvature") { Description = $"The replacement for the Hessian: {string.Join(", ", BoostCommand.Curvatures.Keys)}. Without it, the proved properties of the loss decide; the source states the choice.", HelpName = "POLICY" };
        var parameters = new Option<string[]>("--param") { Description = "A parameter; may be repeated.", HelpName = "NAME=VALUE" };
        var command = new Command("objective", """
            Write a loss as a custom objective of XGBoost, LightGBM or CatBoost: gradient and Hessian with respect to the raw score, start value, link, and the loss as a metric, as source.

            Examples:
              minima objective huber --param delta=2
              minima objective "4*relu(t - p) + relu(p - t)" --for lightgbm
              minima objective gamma_deviance --for catboost
              minima objective softmax_focal --as csharp
            """)
        {
            loss, booster, language, policy, parameters,
        };
        command.SetAction(parsed =>
        {
            var (library, form, curvature) = (parsed.GetValue(booster)!, parsed.GetValue(language)!, parsed.GetValue(policy));
            var error = parsed.InvocationConfiguration.Error;
            if ((Refusal("--for", library, Libraries.Keys) ?? Refusal("--as", form, Forms.Keys) ?? Refusal("--curvature", curvature, BoostCommand.Curvatures.Keys)) is { } refusal)
            {
                error.WriteLine($"minima objective: {refusal}");
                return ExitCode.Usage;
            }

            var made = LossSpec.Parse(parsed.GetValue(loss)!, LossSpec.Words(parsed.GetValue(parameters) ?? [])).Create();
            try
            {
                parsed.InvocationConfiguration.Output.Write(ObjectiveSource.Write(made, Libraries[library], Forms[form], curvature is null ? null : BoostCommand.Curvatures[curvature]));
                return ExitCode.Ok;
            }
            catch (BoostException exception)
            {
                error.WriteLine($"minima objective: {exception.Message}");
                return ExitCode.Loss;
            }
        });
        return command;
    }

    private static string? Refusal(string option, string? word, IEnumerable<string> known) => word is null || known.Contains(word, StringComparer.Ordinal)
        ? null
        : $"{option} {Wording.Quote(word)} is not understood{Wording.DidYouMean(word, known)}. The choices: {string.Join(", ", known)}.";
}
