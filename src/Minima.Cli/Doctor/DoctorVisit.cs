using Minima.Cli.Train;
using Minima.Tabular;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Diagnosis;

namespace Minima.Cli.Doctor;

/// <summary>An examination of what <c>minima train</c> would train.</summary>
/// <param name="Session">Data, loss and network.</param>
/// <param name="Optimizer">As it would begin.</param>
/// <param name="Parameters">Of the network.</param>
/// <param name="Report">What was found.</param>
internal sealed record DoctorVisit(TrainSession Session, Optimizer Optimizer, int Parameters, DiagnosisReport Report)
{
    public static DoctorVisit Of(TrainSession session, int steps, CancellationToken cancellation)
    {
        var request = session.Request;
        var (trainer, training, validation) = session.Begin(new TrainerParts(null, [], null), []);
        var report = Training.Diagnosis.Doctor.Examine(
            seed => Networks.Build(session.Plan, new RandomState(seed).Fork("network")),
            trainer.Objective,
            model => OptimizerChoice.Optimizer(request, model.Parameters),
            training,
            validation,
            new DoctorOptions
            {
                Seed = request.Seed,
                TrainingSteps = steps,
                ClipNorm = request.Clip,
                FeatureNames = session.Data.Treatment.FeatureNames,
                ClassNames = session.Meaning.Classes,
            },
            cancellation);
        return new DoctorVisit(session, trainer.Optimizer, trainer.Model.Parameters.Sum(parameter => parameter.Value.Count), report);
    }
}
