/** Groups: a bag with round corners and a chip for each member. */

import type { JSX } from "preact";
import { CHIP_PAD } from "./chips.ts";
import { memo } from "./memo.ts";
import type { Box, GroupBox } from "./place.ts";
import type { Numbers, Say } from "./props.ts";
import { cut, SMALL, widthOf } from "./text.ts";

interface Props {
  box: GroupBox;
  members: number;
  narrow: boolean;
  picked: boolean;
  say: Say;
  numbers: Numbers;
}

/** A group. */
export const GroupBag = memo(function GroupBag(props: Props): JSX.Element {
  const { box, members, narrow, picked, numbers } = props;
  const count = numbers.count(members);
  const top = narrow ? box.y + 22 : box.y + 19;
  const room = narrow ? (box.chips[0]?.x ?? 110) - 12 : box.w - 28 - widthOf(count, SMALL);
  return (
    <g
      data-actor="group"
      data-name={box.name}
      data-members={members}
      class={picked ? "picked" : ""}
    >
      <rect x={box.x} y={box.y} width={box.w} height={box.h} rx={16} class="box outline" />
      <text x={box.x + 12} y={top} class="tm tb name">
        {cut(box.name, room, 12)}
      </text>
      {!narrow && (
        <text x={box.x + box.w - 12} y={top} text-anchor="end" class="tm t1i">
          {count}
        </text>
      )}
      {box.chips.map((chip) => (
        <Chip
          key={chip.key}
          box={chip}
          ghost={chip.ghost}
          text={chip.count > 1 ? `${chip.label} ×${numbers.count(chip.count)}` : chip.label}
        />
      ))}
      {box.more && <Chip box={box.more} ghost={false} text={`+${numbers.count(box.more.count)}`} />}
    </g>
  );
});

function Chip({ box, text, ghost }: { box: Box; text: string; ghost: boolean }): JSX.Element {
  return (
    <>
      <rect
        x={box.x}
        y={box.y}
        width={box.w}
        height={box.h}
        rx={box.h / 2}
        class={ghost ? "box ghost" : "box"}
      />
      <text
        x={box.x + box.w / 2}
        y={box.y + box.h / 2 + 4}
        text-anchor="middle"
        class={ghost ? "tm t1" : "tm t1i"}
      >
        {cut(text, box.w - CHIP_PAD, SMALL)}
      </text>
    </>
  );
}

/** Where groups will stand. */
export function NoGroup({ box, say }: { box: Box; say: Say }): JSX.Element {
  return (
    <g data-actor="no-group">
      <rect x={box.x} y={box.y} width={box.w} height={box.h} rx={16} class="box ghost" />
      <text x={box.x + box.w / 2} y={box.y + box.h / 2 + 4} text-anchor="middle" class="t1">
        {cut(say("flow.nogroup"), box.w - 12, SMALL, "sans")}
      </text>
    </g>
  );
}
