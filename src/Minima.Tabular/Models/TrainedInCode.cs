using Minima.Training;
using Minima.Training.Checkpoints;
using LossReference = Minima.Training.Checkpoints.LossReference;

namespace Minima.Tabular;

/// <summary>A network that a C# program trained on a table: the meaning of its outputs follows from its targets and its loss.</summary>
internal static class TrainedInCode
{
    /// <exception cref="CheckpointException">The targets and the outputs do not fit.</exception>
    public static OutputMeaning Meaning(TableTreatment treatment, int outputs, IReadOnlyDictionary<string, LossReference> losses)
    {
        var targets = treatment.Targets;
        if (targets.Count == 0) throw Fault("it has no target");
        var loss = losses.Count == 1 ? losses.Values.First().TryCreate().Loss : null;
        var link = Wording.Snake(loss?.Entry.Link ?? PredictionLink.Identity);
        string[] names = [.. targets.Select(target => target.Column)];
        if (targets.All(target => target.Form == TargetForm.TwoClasses))
        {
            return new OutputMeaning { Task = PredictionTasks.Word(targets.Count == 1 ? PredictionTask.Binary : PredictionTask.MultiLabel), Targets = names, Classes = targets.Count == 1 ? targets[0].Classes : [], Link = link };
        }

        if (targets is [{ Form: TargetForm.Classes }]) return new OutputMeaning { Task = PredictionTasks.Word(PredictionTask.MultiClass), Targets = names, Classes = targets[0].Classes, Link = link };
        if (targets.Any(target => target.Form != TargetForm.Numbers)) throw Fault("its targets are of different kinds");
        var each = outputs / targets.Count;
        var further = each < 2 || loss is null ? [] : loss.Entry.Inputs.Skip(1).Where(input => input.Differentiated).Select(input => input.Name).Take(each - 1).ToArray();
        if (further.Length > 0 && targets.Any(target => target.IsStandardized)) throw Fault($"it predicts {DataException.List(further)} of a standardized target");
        return new OutputMeaning { Task = PredictionTasks.Word(PredictionTask.Regression), Targets = names, Link = link, Further = further };
    }

    /// <summary>Changes a network of standardized targets so that it predicts in their own units, and their cells are not scaled.</summary>
    public static (Module Module, TableTreatment Treatment) InUnitsOfTargets(Module module, TableTreatment treatment)
    {
        if (!treatment.Targets.Any(target => target.IsStandardized)) return (module, treatment);
        var units = treatment.Targets.Select(target => new OutputUnit(target.Restore(0), target.Restore(1) - target.Restore(0))).ToArray();
        return (new Sequential(module, new OutputUnits(units, module.Parameters[0].Value.Type)), new TableTreatment(treatment.Encodings, treatment.Scales, [.. treatment.Targets.Select(target => target with { Scale = null })], treatment.MissingMarks));
    }

    private static CheckpointException Fault(string reason) => new($"minima predict cannot tell what the outputs of the model mean: {reason}. Predict with it in C#: Module.Load(path).Forward(input).");
}
