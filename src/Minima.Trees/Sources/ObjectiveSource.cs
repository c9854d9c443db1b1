using Minima.Writers;

namespace Minima.Trees;

/// <summary>Writes a loss as a custom objective of another booster: gradient and Hessian with respect to the raw score, start value, link, and the loss as a metric, as source.</summary>
public static class ObjectiveSource
{
    /// <summary>Writes the source of the objective.</summary>
    /// <param name="loss">A loss of one learned number per row, or one over classes that is a formula of the log-probability of the label.</param>
    /// <param name="library">The booster.</param>
    /// <param name="language"><see cref="FormulaLanguage.Python"/> or <see cref="FormulaLanguage.CSharp"/>.</param>
    /// <param name="curvature">The curvature that replaces the Hessian; null for the policy that <see cref="CurvatureOf"/> reports.</param>
    /// <exception cref="BoostException">The loss has another shape, or the library takes no such objective; the message suggests a remedy.</exception>
    public static string Write(Loss loss, BoosterLibrary library, FormulaLanguage language, Curvature? curvature = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var objective = ObjectiveFormula.Of(loss, language, curvature);
        if (library == BoosterLibrary.CatBoost && objective.Columns.Length > 0) throw new BoostException($"{objective.Loss}: it reads {string.Join(", ", objective.Columns)} in addition to the target, and CatBoost gives an objective targets and weights only; write it for XGBoost or LightGBM.");
        return language switch
        {
            FormulaLanguage.Python => PythonObjective.Write(objective, library),
            FormulaLanguage.CSharp when library == BoosterLibrary.CatBoost => throw new BoostException("CatBoost takes objectives from Python only; write it as Python."),
            FormulaLanguage.CSharp => CSharpObjective.Write(objective, library),
            _ => throw new BoostException($"objectives are written as Python or C#, not as {language}."),
        };
    }

    /// <summary>The curvature that replaces the Hessian, and the reason. Other boosters do not search leaf values on the loss, so that a step needs the loss's own scale.</summary>
    /// <exception cref="BoostException">The loss has a shape for which there is no objective.</exception>
    public static (Curvature Curvature, string Reason) CurvatureOf(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var objective = ObjectiveFormula.Of(loss, FormulaLanguage.Python, null);
        return (objective.Curvature, objective.Reason);
    }
}
