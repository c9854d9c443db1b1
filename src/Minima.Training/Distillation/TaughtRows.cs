namespace Minima.Training.Distillation;

/// <summary>Samples with the teacher's outputs after their targets.</summary>
internal sealed class TaughtRows(IBatchSource rows, TeacherAnswers teacher, int ownTargets) : IBatchSource
{
    public long Rows => rows.Rows;

    public int Batches => rows.Batches;

    public IBatchReader Open(int epoch, int firstBatch) => new Reader(rows.Open(epoch, firstBatch), teacher, ownTargets);

    /// <summary>Copies outputs into the reader's own tensors, and at once frees everything else that the teacher allocates.</summary>
    private sealed class Reader(IBatchReader rows, TeacherAnswers teacher, int ownTargets) : IBatchReader
    {
        private readonly Tensor[] _answers = new Tensor[teacher.Count];

        public bool Next(out TrainingBatch batch)
        {
            if (!rows.Next(out batch)) return false;
            if (batch.MoreTargets.Count + 1 != ownTargets) throw new TrainingException($"A lesson was planned on rows with {ownTargets} targets and then given rows with {batch.MoreTargets.Count + 1}: the teacher's answers follow the targets. Give rows of one kind.");
            using (StepScope.Begin())
            {
                var made = teacher.Of(batch.Features);
                for (var i = 0; i < made.Length; i++)
                {
                    if (_answers[i].IsNone || _answers[i].Shape != made[i].Shape) _answers[i] = made[i].Keep();
                    else TensorCopy.Copy(made[i], _answers[i]);
                }
            }

            batch = batch with { MoreTargets = [.. batch.MoreTargets, .. _answers] };
            return true;
        }

        public void Dispose() => rows.Dispose();
    }
}
