import type { PhoneNumber as Number } from '@/api';
import { useFormat } from '@/lib/format';

/** A number as people write it: always left to right, digits in the reader's form; copying gives E.164. */
export function PhoneNumber({ number, className }: { number: Number | string; className?: string }) {
  const { digits } = useFormat();
  const display = typeof number === 'string' ? number : number.display;
  const plain = typeof number !== 'string' ? number.value : number.startsWith('+') ? number.replace(/[^+\d]/g, '') : number;
  return (
    <bdi
      dir="ltr"
      className={className}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', plain);
        event.preventDefault();
      }}
    >
      {digits(display)}
    </bdi>
  );
}
